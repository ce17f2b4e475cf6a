import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '../server/kit/id.ts'
import { listMails, type PostedMail } from '../server/mail/post.ts'
import { openTellingOfFailures } from '../server/messages/tell-failing.ts'
import { type TestServer, type TestWorkspace, until } from './app.ts'
import { type Carrier, fullAccount, startCarrier, waitForStatus } from './carrier.ts'
import { type Gateway, settingsOf, startGateway, status } from './receiver.ts'

let gateway: Gateway
let carrier: Carrier
before(async () => {
  gateway = await startGateway()
  carrier = await startCarrier()
})
after(async () => {
  await gateway.stop()
  await carrier.stop()
})

async function join(server: TestServer, workspaceId: string, email: string, role: string): Promise<void> {
  await server.context.db.signIn(async (tx) => {
    const id = newId('usr')
    await tx.insertInto('auth_users').values({ id, name: email, email, email_verified: true }).execute()
    await tx.insertInto('members').values({ workspace_id: workspaceId, user_id: id, role }).execute()
  })
}

async function mails(server: TestServer, subject: RegExp): Promise<PostedMail[]> {
  return (await listMails(server.context, '~', 200)).filter((mail) => subject.test(mail.subject))
}

/** As many workers would, one after the other and at once. */
async function look(server: TestServer): Promise<void> {
  const turns = Array.from({ length: 4 }, () => openTellingOfFailures(server.context))
  await Promise.all(turns.map((turn) => turn()))
  await turns[0]!()
}

let phones = 0
function phone(): string {
  phones += 1
  return `+1415557${String(1000 + phones)}`
}

async function sendMany(workspace: TestWorkspace, to: string[]): Promise<string[]> {
  const messages = to.map((number) => ({ to: number, body: 'ENG-142 is overdue' }))
  const { status: code, body } = await workspace.call<{ items: { id: string }[] }>('POST', '/v1/messages', { messages })
  assert.equal(code, 202, JSON.stringify(body))
  return body.items.map(({ id }) => id)
}

const attempted = (workspace: TestWorkspace, id: string) =>
  until(`a try of ${id}`, async () => {
    const { body } = await workspace.call<{ attempts: { state: string }[] }>('GET', `/v1/messages/${id}`)
    return body.attempts.some(({ state }) => state === 'not_sent')
  })

const FAIL = /^Texts of Acme fail: your endpoint does not take them$/
const AGAIN = /^Texts of Acme arrive again$/

test('a gateway that is down is told once to those who can mend it, and once that it is over', async () => {
  const { server, receiver } = gateway
  const workspace = await gateway.connected()
  await join(server, workspace.id, 'dana@acme.example', 'owner')
  await join(server, workspace.id, 'eli@acme.example', 'admin')
  await join(server, workspace.id, 'finn@acme.example', 'member')
  receiver.answers(status(503, 'down'))
  const ids = await sendMany(workspace, [phone(), phone()])
  for (const id of ids) await attempted(workspace, id)
  await look(server)
  assert.equal((await mails(server, FAIL)).length, 0, 'two may be an accident')
  const [third] = await sendMany(workspace, [phone()])
  await attempted(workspace, third!)
  for (let i = 0; i < 3; i++) await look(server)
  const told = await mails(server, FAIL)
  assert.deepEqual(told.map(({ to }) => to).sort(), ['dana@acme.example', 'eli@acme.example'])
  const { text } = told[0]!
  assert.match(text!, /^In the last 15 minutes 3 of 3 texts of Acme failed, all for one cause\./)
  assert.match(text!, /It said: HTTP 503/)
  assert.match(text!, /What to do: Look whether your endpoint is up/)
  assert.doesNotMatch(text!, /h4sh|415557/)
  receiver.answers(status(200))
  for (const id of [...ids, third!]) await waitForStatus(workspace, id, 'sent')
  for (let i = 0; i < 3; i++) await look(server)
  assert.deepEqual((await mails(server, AGAIN)).map(({ to }) => to).sort(), ['dana@acme.example', 'eli@acme.example'])
  assert.equal((await mails(server, FAIL)).length, 2)
})

test('that carriers filter nearly all of it is told with the cause and what to do', async () => {
  const { server, simulator } = carrier
  const workspace = await carrier.connected()
  await join(server, workspace.id, 'dana@acme.example', 'owner')
  const numbers = Array.from({ length: 6 }, phone)
  for (const number of numbers) {
    const body = JSON.stringify({ number, behaviour: 'filtered' })
    const headers = { 'content-type': 'application/json' }
    assert.ok((await fetch(`${simulator.url}/sim/handsets`, { method: 'POST', headers, body })).ok)
  }
  for (const id of await sendMany(workspace, numbers)) await waitForStatus(workspace, id, 'undelivered')
  await look(server)
  await look(server)
  const told = await mails(server, /^Texts of Acme fail: .*\(30007\)$/)
  assert.equal(told.length, 1)
  assert.match(told[0]!.text!, /6 of 6 texts/)
  assert.match(told[0]!.text!, /What to do: .{20,}/)
})

test('a refused sign-in, which is told of as a pause, is not told of twice', async () => {
  const { server, simulator } = carrier
  const workspace = await server.workspace({ name: 'Quiet' })
  const settings = fullAccount(simulator)
  assert.equal((await workspace.call('PUT', '/v1/sms/settings', settings)).status, 200)
  await join(server, workspace.id, 'quinn@quiet.example', 'owner')
  await carrier.faults({ sign_in_refused: true })
  await sendMany(workspace, Array.from({ length: 6 }, phone))
  await until('the pause', async () => (await mails(server, /^Texts of Quiet wait/)).length === 1)
  await look(server)
  assert.equal((await mails(server, /^Texts of Quiet fail/)).length, 0)
  await carrier.faults({ sign_in_refused: false })
  assert.equal((await workspace.call('PUT', '/v1/sms/settings', settings)).status, 200)
})

test('where the gateway is the installation’s, its operators are told once for all workspaces', async () => {
  const { server, receiver } = gateway
  const installation = await server.installation()
  assert.equal((await installation.call('PUT', '/v1/sms/settings', settingsOf(`${receiver.url}/all`))).status, 200)
  await server.context.db.signIn((tx) =>
    tx
      .insertInto('auth_users')
      .values({ id: newId('usr'), name: 'Op', email: 'op@host.example', email_verified: true, operator: true })
      .execute(),
  )
  receiver.answers(status(503))
  const below = await Promise.all(['North', 'South'].map((name) => server.workspace({ name })))
  for (const one of below) {
    const ids = await sendMany(one, [phone(), phone(), phone()])
    for (const id of ids) await attempted(one, id)
  }
  await look(server)
  const told = await mails(server, /^Texts of workspaces that send through this installation fail/)
  assert.deepEqual(
    told.map(({ to }) => to),
    ['op@host.example'],
  )
  receiver.answers(status(200))
})
