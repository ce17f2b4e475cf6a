import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { fullAccount } from '../../test/carrier.ts'
import { isAnswerable } from '../messages/opt-out-line.ts'
import { type Holder, openPhones, type Phones } from './testing.ts'

let phones: Phones
before(async () => {
  phones = await openPhones()
})
after(() => phones.carrier.stop())

/** Texts go out under a name from now on, which nobody can answer; or from the number again. */
const sendAs = (kind: 'alphanumeric' | 'phone_number', value: string, workspaceId = phones.workspace.id) =>
  phones.carrier.server.context.db.tenant(workspaceId, (tx) =>
    tx.rows('', 'update senders set kind = $2, value = $3 where workspace_id = $1', [workspaceId, kind, value]),
  )

let numbers = 0
/** Names reach phones there. */
const germanNumber = () => `+49151${23_450_000 + 10_000 * numbers++}`

async function keptFor({ id }: Holder): Promise<string | undefined> {
  const text = `select o.wording from opt_ins o join persons p on p.workspace_id = o.workspace_id and p.id = o.person_id
    where p.user_id = $1`
  const rows = await phones.carrier.server.context.db.tenant(phones.workspace.id, (tx) =>
    tx.rows<{ wording: string }>('', text, [id]),
  )
  return rows[0]?.wording
}

const OFF_IN_PROFILE = 'These texts cannot be answered: switch them off here, in your profile, at any time.'

test('under a name nothing promises STOP: what is shown, what is kept and what is sent', async (t) => {
  await sendAs('alphanumeric', 'Acme')
  t.after(() => sendAs('phone_number', '+14155550100'))
  await phones.workspace.call('PATCH', '/v1/sms/settings', { support_contact: 'help@acme.example' })
  const somebody = await phones.member()
  const shown = await somebody.show()
  assert.equal(
    shown.wording,
    `Acme will text you about what you choose, a few times a day at most. Message and data rates may apply. ${OFF_IN_PROFILE} For help: help@acme.example`,
  )
  assert.deepEqual([shown.answerable, shown.answer_to], [false, null])
  const number = germanNumber()
  assert.equal((await somebody.send(number)).status, 202)
  const { status } = await somebody.confirm(await phones.codeOn(number))
  assert.equal(status, 200)
  assert.equal(await keptFor(somebody), shown.wording)
  for (const { body } of await phones.carrier.texts(number)) assert.doesNotMatch(body, /STOP|HELP/)
})

test('what is kept is what was said when the code was asked for, whatever is said by the time it comes back', async (t) => {
  const somebody = await phones.member()
  const { wording } = await somebody.show()
  assert.match(wording, /Reply STOP to end, HELP for help\.$/)
  const number = phones.newNumber()
  await somebody.send(number)
  const code = await phones.codeOn(number)
  await sendAs('alphanumeric', 'Acme')
  t.after(() => sendAs('phone_number', '+14155550100'))
  assert.equal((await somebody.confirm(code)).status, 200)
  assert.equal(await keptFor(somebody), wording)
})

test('a workspace that inherits the sender, and never saved anything itself, speaks of that sender', async () => {
  const { server, simulator } = phones.carrier
  const installation = await server.installation()
  assert.equal((await installation.call('PUT', '/v1/sms/settings', fullAccount(simulator))).status, 200)
  const workspace = await server.workspace({ name: 'Bolt' })
  assert.equal(await isAnswerable(server.context, workspace.id), true)
  await sendAs('alphanumeric', 'Acme', installation.id)
  assert.equal(await isAnswerable(server.context, workspace.id), false)
})
