import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { TestWorkspace } from '../../test/app.ts'
import { type Carrier, startCarrier } from '../../test/carrier.ts'

let carrier: Carrier
before(async () => {
  carrier = await startCarrier({ role: 'api' })
})
after(() => carrier.stop())

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely
type Answer = any

const NUMBER = '+14155550142'
let people = 0

/** What the API says would keep each channel from reaching somebody. */
async function troubles(workspace: TestWorkspace, person: object, change = '') {
  people += 1
  const made = await workspace.call<Answer>('POST', '/v1/people', { external_id: `p${people}`, ...person })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const { id } = made.body
  if (change)
    await carrier.server.context.db.tenant(workspace.id, (tx) =>
      tx.rows('', `update persons set ${change} where id = $1`, [id]),
    )
  const { body } = await workspace.call<Answer>('GET', `/v1/people/${id}/preferences`)
  for (const { troubles } of Object.values<Answer>(body.channels))
    for (const { text } of troubles) assert.match(text, /^[A-Z].+\.$/)
  const of = (channel: string) => body.channels[channel].troubles.map(({ reason }: Answer) => reason).join(' ')
  return { sms: of('sms'), email: of('email'), in_app: of('in_app') }
}

test('the nearest reason comes first, and the next one behind it', async () => {
  const workspace = await carrier.server.workspace()
  const none = await troubles(workspace, {})
  assert.deepEqual(none, { sms: 'no_phone not_ready', email: 'no_address no_mail_server', in_app: 'no_account' })
  const known = await troubles(workspace, { phone: NUMBER, email: 'dana@acme.example' })
  assert.deepEqual(known, { sms: 'not_ready', email: 'no_mail_server', in_app: 'no_account' })
  const inactive = await troubles(workspace, { active: false })
  assert.match(inactive.sms, /^inactive /)
  assert.match(inactive.email, /^inactive /)
})

test('each state of a number, and of the person, has its reason', async () => {
  const workspace = await carrier.connected()
  const cases: [person: object, change: string, expected: string][] = [
    [{ phone: NUMBER }, '', ''],
    [{}, '', 'no_phone'],
    [{ phone: NUMBER }, 'sms_on = false', 'switched_off'],
    [{ phone: NUMBER }, `reach = 'unverified'`, 'unverified'],
    [{ phone: NUMBER }, `reach = 'malformed'`, 'malformed'],
    [{ phone: '+19005550142' }, '', 'country_not_allowed'],
  ]
  for (const [person, change, expected] of cases) {
    const { sms } = await troubles(workspace, person, change)
    assert.equal(sms, expected, JSON.stringify([person, change]))
  }
})

test('an opt-out, a country that is not on the list, a switch that is off and a redirect have theirs', async () => {
  const workspace = await carrier.connected()
  const stopped = await workspace.call<Answer>('POST', '/v1/opt-outs', { number: NUMBER })
  assert.equal((await troubles(workspace, { phone: NUMBER })).sms, 'opted_out')
  await workspace.call('DELETE', `/v1/opt-outs/${stopped.body.handle}`)
  assert.equal((await troubles(workspace, { phone: NUMBER })).sms, '')

  const settings = (change: object) => workspace.call<Answer>('PATCH', '/v1/sms/settings', change)
  const saved = await settings({ allowed_countries: ['US'] })
  assert.equal(saved.status, 200, JSON.stringify(saved.body))
  assert.equal((await troubles(workspace, { phone: '+447700900142' })).sms, 'country_not_allowed')
  assert.equal((await troubles(workspace, { phone: NUMBER })).sms, '')
  await settings({ enabled: false })
  assert.equal((await troubles(workspace, { phone: NUMBER })).sms, 'channel_off')
  await settings({ enabled: true, redirect: { enabled: true, phone_number: '+14155550177' } })
  assert.equal((await troubles(workspace, { phone: NUMBER })).sms, 'redirected')
})
