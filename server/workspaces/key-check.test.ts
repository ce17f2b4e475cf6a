import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Context } from '../kit/context.ts'
import { newId } from '../kit/id.ts'
import { createApiKey } from './api-keys.ts'
import { openKeyCheck } from './key-check.ts'
import { actorIn, openSite, type Site, until } from './testing.ts'

let site: Site
before(async () => {
  site = await openSite()
})
after(() => site.close())

test('however many requests carry a key, the database is asked for it once, and again when that is old', async () => {
  const key = await usedKey()
  const counted = counting(site.context)
  const check = openKeyCheck(counted.context)
  const startedMs = performance.now()
  const actors = await Promise.all(Array.from({ length: 500 }, () => check(key)))
  assert.ok(actors.every((actor) => actor?.name === 'First'))
  for (let i = 0; i < 500; i++) await check(key)
  assert.ok(performance.now() - startedMs < 900, 'too slow to say anything')
  assert.equal(counted.asked, 1)
  await until('the database was asked again', async () => {
    await check(key)
    return counted.asked === 2
  })
  assert.ok(performance.now() - startedMs < 2000)
})

test('what does not look like a key is not even looked up', async () => {
  const counted = counting(site.context)
  const check = openKeyCheck(counted.context)
  for (const odd of ['', 'x', 'hs_', `hs_${'0'.repeat(12)}_${'0'.repeat(41)}`, '0'.repeat(100_000)])
    assert.equal(await check(odd), undefined)
  assert.equal(counted.asked, 0)
})

test('a database that was away is asked again at the next request', async () => {
  const key = await usedKey()
  const counted = counting(site.context)
  const check = openKeyCheck(counted.context)
  counted.isDown = true
  await assert.rejects(check(key), /the database is away/)
  counted.isDown = false
  assert.equal((await check(key))?.name, 'First')
})

/** The same database, with its conversations counted, and out of reach when the test wants it. */
function counting(context: Context) {
  const counted = {
    asked: 0,
    isDown: false,
    context: {
      ...context,
      db: {
        ...context.db,
        signIn: (async (work) => {
          counted.asked += 1
          if (counted.isDown) throw new Error('the database is away')
          return context.db.signIn(work)
        }) as Context['db']['signIn'],
      },
    },
  }
  return counted
}

/** Its last use is noted already, so that noting it asks for nothing more. */
async function usedKey(): Promise<string> {
  const workspaceId = newId('ws')
  const row = { workspace_id: workspaceId, name: 'Acme', slug: workspaceId }
  await site.context.db.signIn((tx) => tx.insertInto('workspaces').values(row).execute())
  const input = { name: 'First', permissions: ['sms.read' as const] }
  const { id, key } = await createApiKey(site.context, actorIn(workspaceId, ['sms.read']), input)
  await site.context.db.pool.query('update api_keys set last_used_at = now() where id = $1', [id])
  return key
}
