import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startTestServer, type TestServer, type TestWorkspace, until } from '../../test/app.ts'
import { signInAs } from '../../test/tenancy-people.ts'
import { makeCode } from '../codes/codes.ts'
import { givePhones } from '../people/phones.ts'
import { lockPerson } from '../people/save-person.ts'

let server: TestServer
before(async () => {
  server = await startTestServer({ role: 'api' })
})
after(() => server.stop())

let numbers = 2_000_000
const newNumber = () => `+1415${numbers++}`

async function member(workspace: TestWorkspace) {
  const account = await signInAs(server, { [workspace.id]: 'member' })
  const { headers } = account.as('member')
  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(server.url + path, {
      method,
      headers: { 'content-type': 'application/json', 'handset-workspace': workspace.id, ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: (await response.json()) as { code?: string; number?: string } }
  }
  await ask('PATCH', '/v1/me/phone', { sms_on: true })
  const { context } = server
  const tenant = context.db.tenant
  const [person] = await tenant(workspace.id, (tx) =>
    tx.rows<{ id: string }>('', 'select id from persons where user_id = $1', [account.userId]),
  )
  const id = person!.id
  return {
    id,
    ask,
    confirm: (code: string) => ask('POST', '/v1/me/phone/confirm', { code }),
    /** Sent nowhere. */
    async codeFor(number: string): Promise<string> {
      const sealer = await context.keys.forWorkspace(workspace.id)
      const owner = { workspaceId: workspace.id, purpose: 'phone', subject: id } as const
      const made = await tenant(workspace.id, async (tx) => {
        await tx.rows('', 'delete from codes where subject = $1', [id])
        return makeCode(context, tx, sealer, owner, number, 'Acme will text you.')
      })
      assert.ok(made.ok)
      return made.code
    },
    /** Of whose number texts go to. */
    async source(): Promise<string | null> {
      const text = 'select phone_source as source from persons where id = $1'
      const rows = await tenant(workspace.id, (tx) => tx.rows<{ source: string | null }>('', text, [id]))
      return rows[0]!.source
    },
  }
}

/** Until somebody waits for what another holds. */
function somebodyWaits(): Promise<unknown> {
  const text = `select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
  return until('a wait for a lock', async () => (await server.context.db.pool.query(text)).rows[0])
}

test('texts go to the directory’s number, when it comes while one’s own is confirmed', async () => {
  const { context } = server
  const workspace = await server.workspace()
  const own = await member(workspace)
  const sealer = await context.keys.forWorkspace(workspace.id)
  const code = await own.codeFor(newNumber())
  const confirming = await context.db.tenant(workspace.id, async (tx) => {
    await lockPerson(tx, workspace.id, own.id)
    await givePhones(context, tx, sealer, workspace.id, 'scim', [{ personId: own.id, number: newNumber() }])
    const waiting = own.confirm(code)
    await somebodyWaits()
    return { waiting }
  })
  assert.deepEqual([(await confirming.waiting).status, await own.source()], [200, 'scim'])
})

test('of two who confirm one number at the same moment one has it', async () => {
  const workspace = await server.workspace()
  const [a, b] = [await member(workspace), await member(workspace)]
  for (let round = 0; round < 10; round++) {
    const number = newNumber()
    const codes = [await a.codeFor(number), await b.codeFor(number)]
    const answers = await Promise.all([a.confirm(codes[0]!), b.confirm(codes[1]!)])
    assert.deepEqual(answers.map(({ status, body }) => body.code ?? status).sort(), [200, 'taken'])
  }
})

test('whoever is erased while they confirm is gone, and nobody fails', async () => {
  const workspace = await server.workspace()
  for (let round = 0; round < 10; round++) {
    const own = await member(workspace)
    const code = await own.codeFor(newNumber())
    const [confirmed, erased] = await Promise.all([
      own.confirm(code),
      workspace.call('DELETE', `/v1/people/${own.id}`),
      own.ask('PATCH', '/v1/me/phone', { sms_on: false }),
      own.ask('DELETE', '/v1/me/phone'),
    ])
    assert.ok([200, 409].includes(confirmed.status), JSON.stringify(confirmed))
    assert.equal(erased.status, 204)
    const text = 'select from phones where person_id = $1 union all select from former_numbers where person_id = $1'
    assert.deepEqual(await server.context.db.tenant(workspace.id, (tx) => tx.rows('', text, [own.id])), [])
  }
})
