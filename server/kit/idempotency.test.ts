import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { OpenAPIHono } from '@hono/zod-openapi'
import { openSlice, type Slice } from '../../test/slice.ts'
import { newId } from './id.ts'
import { type Answer, once } from './idempotency.ts'
import { Problem } from './problem.ts'

let slice: Slice
let workspaceId: string
before(async () => {
  slice = await openSlice(new OpenAPIHono(), { connections: 20 })
  workspaceId = await slice.workspace()
})
after(() => slice.close())

/** Makes one opt-out each time it is really done. */
function work(status = 201) {
  const done = { times: 0 }
  const run = (key: string | undefined, request: unknown, workspace = workspaceId, failure?: Error): Promise<Answer> =>
    once(slice.context, workspace, key, request, async (tx) => {
      done.times += 1
      const hash = slice.context.keys.hashNumber(newId('num'))
      await tx.insertInto('opt_outs').values({ workspace_id: workspace, number_hash: hash, source: 'admin' }).execute()
      if (failure) throw failure
      return { status, body: { made: done.times, text: 'é ☎' } }
    })
  return { done, run }
}

const optOuts = async () =>
  (await slice.db.tenant(workspaceId, (tx) => tx.selectFrom('opt_outs').select('number_hash').execute())).length

test('what is kept of a request tells nobody who guesses at the number in it', async () => {
  const { run } = work()
  const request = { test: { to: '+14155550142' } }
  await run('guessed', request)
  const text = 'select request_hash from idempotency_keys where key = $1'
  const [row] = await slice.db.tenant(workspaceId, (tx) => tx.rows<{ request_hash: Buffer }>('', text, ['guessed']))
  const guess = createHash('sha256').update(JSON.stringify(request)).digest()
  assert.notDeepEqual(row!.request_hash, guess)
})

test('a repeat answers as the first did, and nothing is done again', async () => {
  const { done, run } = work()
  const first = await run('repeat', { a: 1 })
  assert.deepEqual(await run('repeat', { a: 1 }), first)
  assert.deepEqual(first, { status: 201, body: { made: 1, text: 'é ☎' } })
  assert.equal(done.times, 1)
})

test('of fifty at once with one key one is done, and all get its answer', async () => {
  const { done, run } = work()
  const before = await optOuts()
  const answers = await Promise.all(Array.from({ length: 50 }, () => run('at once', { a: 1 })))
  assert.equal(done.times, 1)
  assert.equal((await optOuts()) - before, 1)
  for (const answer of answers) assert.deepEqual(answer, answers[0])
})

test('without a key each is done', async () => {
  const { done, run } = work()
  await Promise.all([run(undefined, { a: 1 }), run(undefined, { a: 1 })])
  assert.equal(done.times, 2)
})

test('a key used for another request is refused', async () => {
  const { run } = work()
  await run('other', { a: 1 })
  await assert.rejects(run('other', { a: 2 }), { status: 422, code: 'idempotency_key_reused' })
})

test('what failed left nothing behind and may be tried again with the same key', async () => {
  const { run } = work()
  const before = await optOuts()
  await assert.rejects(run('failed', { a: 1 }, workspaceId, new Problem(409, 'conflict', 'Not now.')), {
    code: 'conflict',
  })
  assert.equal(await optOuts(), before)
  assert.equal((await run('failed', { a: 1 })).status, 201)
  assert.equal((await optOuts()) - before, 1)
})

test('a key belongs to its workspace', async () => {
  const other = await slice.workspace()
  const { done, run } = work()
  await run('ours', { a: 1 })
  await run('ours', { a: 2 }, other)
  assert.equal(done.times, 2)
})
