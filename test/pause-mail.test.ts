import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '../server/kit/id.ts'
import { listMails, type PostedMail } from '../server/mail/post.ts'
import { tellPauses } from '../server/settings/tell-pause.ts'
import { type TestWorkspace, until } from './app.ts'
import { type Carrier, fullAccount, startCarrier, waitForStatus } from './carrier.ts'

let carrier: Carrier
let workspace: TestWorkspace

before(async () => {
  carrier = await startCarrier()
  workspace = await carrier.connected()
  await join(workspace.id, 'dana@acme.example', 'owner')
  await join(workspace.id, 'eli@acme.example', 'admin')
  await join(workspace.id, 'finn@acme.example', 'member')
})
after(() => carrier.stop())

async function join(workspaceId: string, email: string, role: string): Promise<void> {
  await carrier.server.context.db.signIn(async (tx) => {
    const user = newId('usr')
    const now = new Date()
    await tx
      .insertInto('auth_users')
      .values({ id: user, name: email, email, email_verified: true, created_at: now, updated_at: now })
      .execute()
    await tx.insertInto('members').values({ workspace_id: workspaceId, user_id: user, role }).execute()
  })
}

async function mails(subject: RegExp): Promise<PostedMail[]> {
  const all = await listMails(carrier.server.context, '~', 200)
  return all.filter((mail) => subject.test(mail.subject))
}

async function send(to: string): Promise<string> {
  return (await workspace.call<{ id: string }>('POST', '/v1/messages', { to, body: 'ENG-142 is overdue' })).body.id
}

async function stopsWaiting(): Promise<void> {
  await carrier.faults({ sign_in_refused: false })
  const saved = await workspace.call('PUT', '/v1/sms/settings', fullAccount(carrier.simulator))
  assert.equal(saved.status, 200)
}

const states = (of: PostedMail[]) => of.map(({ to, state }) => `${to} ${state}`).sort()
const WAIT = /^Texts of Acme wait: the simulator refuses our sign-in$/
const AGAIN = /^Texts of Acme go out again$/

test('whoever can mend it gets one mail when the provider refuses the account, however many texts find it out', async () => {
  await carrier.faults({ sign_in_refused: true })
  const ids = await Promise.all([1, 2, 3, 4, 5].map((i) => send(`+1415555210${i}`)))
  await until('mails about it', async () => (await mails(WAIT)).length > 0)
  for (let i = 0; i < 3; i++) await Promise.all(Array.from({ length: 8 }, () => tellPauses(carrier.server.context)))
  await until('kept where there is no mail server', async () =>
    (await mails(WAIT)).every(({ state }) => state === 'kept'),
  )
  const told = await mails(WAIT)
  assert.deepEqual(states(told), ['dana@acme.example kept', 'eli@acme.example kept'])
  const { text } = told[0]!
  assert.match(text!, /^Since \d\d:\d\d \(UTC\) no text of Acme goes out\./)
  assert.match(text!, /What the simulator said \(code 20003\): .{20,}/)
  assert.match(text!, /What to do: .{20,}/)
  assert.match(text!, /5 texts wait\. The first of them expires at \d\d:\d\d( on .*)? \(UTC\)/)
  assert.ok(text!.includes(`Settings: ${carrier.server.url}/settings/sms`))
  await stopsWaiting()
  for (const id of ids) await waitForStatus(workspace, id, 'delivered')
})

test('one more says that it goes on again', async () => {
  await until('mails about that', async () => (await mails(AGAIN)).length > 0)
  for (let i = 0; i < 3; i++) await tellPauses(carrier.server.context)
  assert.deepEqual((await mails(AGAIN)).map(({ to }) => to).sort(), ['dana@acme.example', 'eli@acme.example'])
})

test('stopped anew, it is told anew', async () => {
  await carrier.faults({ sign_in_refused: true })
  await send('+14155552120')
  await until('mails about the second time', async () => (await mails(WAIT)).length === 4)
  await stopsWaiting()
  await until('and that it goes on', async () => (await mails(AGAIN)).length === 4)
})

test('of many workers that look at once, one tells', async () => {
  const other = await carrier.server.workspace({ name: 'Zirconia' })
  assert.equal((await other.call('PUT', '/v1/sms/settings', fullAccount(carrier.simulator))).status, 200)
  await join(other.id, 'zoe@zirconia.example', 'owner')
  const { db } = carrier.server.context
  await db.system((tx) =>
    tx.rows('', `update sms_settings set waiting = 'account', waiting_since = now() where workspace_id = $1`, [
      other.id,
    ]),
  )
  await Promise.all(Array.from({ length: 16 }, () => tellPauses(carrier.server.context)))
  assert.equal((await mails(/^Texts of Zirconia wait: the simulator refuses the account$/)).length, 1)
})

test('what is switched off by then does not go on again', async () => {
  const before = (await mails(AGAIN)).length
  await carrier.faults({ sign_in_refused: true })
  await send('+14155552130')
  await until('mails about the third time', async () => (await mails(WAIT)).length === 6)
  await carrier.faults({ sign_in_refused: false })
  assert.equal((await workspace.call('DELETE', '/v1/sms/settings')).status, 200)
  for (let i = 0; i < 3; i++) await tellPauses(carrier.server.context)
  assert.equal((await mails(AGAIN)).length, before)
})

test('where the account is the installation’s, members are told who can mend it', async () => {
  const installation = await carrier.server.installation()
  const settings = fullAccount(carrier.simulator)
  assert.equal((await installation.call('PUT', '/v1/sms/settings', settings)).status, 200)
  const below = await carrier.server.workspace({ name: 'Below' })
  await join(below.id, 'bo@below.example', 'owner')
  await carrier.faults({ sign_in_refused: true })
  await below.call('POST', '/v1/messages', { to: '+14155552130', body: 'ENG-142 is overdue' })
  const told = await until('a mail about it', async () => {
    const found = await mails(/^Texts of Below wait/)
    return found.length > 0 && found
  })
  assert.deepEqual(
    told.map(({ to }) => to),
    ['bo@below.example'],
  )
  assert.match(told[0]!.text!, /The account is that of this installation\. Its operator was told and can mend it\./)
  assert.doesNotMatch(told[0]!.text!, /What to do|saving the settings/)
  await carrier.faults({ sign_in_refused: false })
  assert.equal((await installation.call('PUT', '/v1/sms/settings', settings)).status, 200)
  await until('that it goes on', async () => (await mails(/^Texts of Below go out again/)).length === 1)
})
