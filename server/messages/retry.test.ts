import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startTestServer, type TestServer, type TestWorkspace } from '../../test/app.ts'
import { insertMessage } from '../../test/rows.ts'
import { type Person, signInAs } from '../../test/tenancy-people.ts'

let server: TestServer
let workspace: TestWorkspace
let person: Person
before(async () => {
  server = await startTestServer({ role: 'api' })
  workspace = await server.workspace()
  person = await signInAs(server, { [workspace.id]: 'admin' })
})
after(() => server.stop())

async function failedText(): Promise<string> {
  const { context } = server
  return (await insertMessage({ context, db: context.db }, workspace.id, { status: 'failed' })).id
}

async function sendAgain(id: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${server.url}/v1/messages/${id}/retry`, {
    method: 'POST',
    headers: { ...person.as('admin').headers, 'handset-workspace': workspace.id, ...headers },
  })
  return { status: response.status, body: (await response.json()) as { id: string; retry_of: string } }
}

function recorded(target: string) {
  return server.context.db.tenant(workspace.id, (tx) =>
    tx
      .selectFrom('audit_entries')
      .select(['action', 'actor_kind', 'actor_id', 'changes'])
      .where('target', '=', target)
      .execute(),
  )
}

const linkOf = async (id: string) =>
  (await workspace.call<{ retried_as: string | null }>('GET', `/v1/messages/${id}`)).body.retried_as

test('of all who press at once one sends the text again, and that one is on record without number or text', async () => {
  const id = await failedText()
  const answers = await Promise.all(Array.from({ length: 4 }, () => sendAgain(id)))
  const made = new Set(answers.filter(({ status }) => status === 202).map(({ body }) => body.id))
  assert.equal(made.size, 1)
  const [as] = made
  assert.equal(await linkOf(id), as)
  assert.deepEqual(await recorded(id), [
    {
      action: 'message.sent_again',
      actor_kind: 'user',
      actor_id: person.userId,
      changes: { sent_again_as: { from: null, to: as } },
    },
  ])
})

test('a repeat of the request answers with the same text and records nothing more', async () => {
  const id = await failedText()
  const [first, second] = [
    await sendAgain(id, { 'idempotency-key': 'press 1' }),
    await sendAgain(id, { 'idempotency-key': 'press 1' }),
  ]
  assert.deepEqual([first.status, second.status, second.body.id], [202, 202, first.body.id])
  const other = await sendAgain(id, { 'idempotency-key': 'press 2' })
  assert.equal(other.status, 409)
  assert.equal((await recorded(id)).length, 1)
})

test('a program that sends again is in the history, and in no log', async () => {
  const id = await failedText()
  const { status, body } = await workspace.call<{ id: string }>('POST', `/v1/messages/${id}/retry`)
  assert.equal(status, 202)
  assert.equal(await linkOf(id), body.id)
  assert.deepEqual(await recorded(id), [])
})
