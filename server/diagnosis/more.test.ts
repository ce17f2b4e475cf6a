import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { until } from '../../test/app.ts'
import { type Carrier, startCarrier } from '../../test/carrier.ts'
import type { MessageDiagnosis, PersonDiagnosis } from './schema.ts'
import { openScene, type Scene } from './testing.ts'

let carrier: Carrier
before(async () => {
  carrier = await startCarrier()
})
after(() => carrier.stop())

const ask = (scene: Scene, body: Record<string, string>): Promise<PersonDiagnosis> =>
  scene.post('/v1/diagnosis', body, 200)

async function ofMessage({ workspace }: Scene, id: string): Promise<MessageDiagnosis> {
  const { status, body } = await workspace.call<MessageDiagnosis>('GET', `/v1/messages/${id}/diagnosis`)
  assert.equal(status, 200, JSON.stringify(body))
  return body
}

test('an event that never came in is told apart from one that told nobody', async () => {
  const scene = await openScene(carrier)
  await scene.trigger()
  const byType = await scene.diagnose({ event_type: 'mentioned' })
  assert.deepEqual([byType.decided, byType.event], ['came', null])
  assert.match(byType.what, /^No event “Mentioned” has come in\./)
  assert.equal(byType.action?.href, '/events')
  assert.equal(scene.channel(byType, 'sms').outcome, 'would_go')
  const byId = await scene.diagnose({ event: 'e-404' })
  assert.match(byId.what, /^No event with the id “e-404” has come in\.$/)
  const day = await scene.diagnose()
  assert.match(
    day.what,
    /^No event that has to do with Ann Lee came in, and no text was asked for, in the last 24 hours\.$/,
  )
})

test('had it come, what else stands in the way is told with it', async () => {
  const scene = await openScene(carrier, { phone: null })
  const { channels } = await scene.diagnose({ event_type: 'mentioned' })
  const sms = channels.find(({ channel }) => channel === 'sms')!
  assert.deepEqual([sms.outcome, sms.what], ['would_not_go', 'No number of Ann Lee is known.'])
})

test('of a text to a person what is missing at the person was asked before anything of the channel', async () => {
  const scene = await openScene(carrier, { phone: null }, false)
  await scene.trigger()
  const text = await scene.text(await scene.event(), 'skipped')
  const { checks } = (
    await scene.workspace.call<{ checks: { id: string; result: string }[] }>('GET', `/v1/messages/${text}`)
  ).body
  assert.deepEqual([checks[0]!.id, checks[0]!.result], ['has_number', 'decided'])
  assert.ok(checks.slice(1).every(({ result }) => result === 'not_reached'))
})

test('an event is found by what the product calls it, and a person too', async () => {
  const scene = await openScene(carrier, { active: false })
  await scene.trigger()
  const id = await scene.event({ id: 'e-1' })
  const { event, decided, person } = await ask(scene, { person: 'ann', event: 'e-1' })
  assert.deepEqual([event?.id, decided, person?.id], [id, 'active', scene.ann])
})

test('unknown_person: the directory knows nobody by that name', async () => {
  const scene = await openScene(carrier)
  await scene.trigger()
  const event = await scene.event({ recipients: { mentioned: ['ghost'] } })
  const told = await ask(scene, { person: 'ghost', event })
  assert.deepEqual([told.decided, told.person, told.channels], ['known_person', null, []])
  assert.equal(told.what, 'The directory knows nobody as “ghost”.')
  assert.match(told.reply!, /does not know you by the name/)
})

test('of the last day the newest that did not reach them is told, and all others are named', async () => {
  const scene = await openScene(carrier)
  await scene.trigger()
  const reached = await scene.event()
  await scene.text(reached, 'delivered')
  await scene.patch('/v1/sms/settings', { enabled: false })
  const skipped = await scene.event({ entity: { type: 'issue', id: '7', identifier: 'ENG-7' } })
  await scene.text(skipped, 'skipped')
  await scene.patch('/v1/sms/settings', { enabled: true })
  const day = await scene.diagnose()
  assert.deepEqual([day.event?.identifier, day.decided], ['ENG-7', 'channel_on'])
  assert.deepEqual(
    day.happenings.map(({ name, got }) => [name, got]),
    [
      ['ENG-7', false],
      ['ENG-142', true],
    ],
  )
})

test('what is mended since is not told as if it still stood', async () => {
  const scene = await openScene(carrier)
  await scene.trigger()
  await scene.patch('/v1/sms/settings', { enabled: false })
  const event = await scene.event()
  const text = await scene.text(event, 'skipped')
  await scene.patch('/v1/sms/settings', { enabled: true })
  const told = await scene.diagnose({ event })
  assert.match(told.what, /“SMS switched on” was answered with no at that time, and would be answered with yes now\./)
  assert.deepEqual([told.decided, told.action?.href], ['channel_on', `/history/${text}`])
  const { now, checks } = await ofMessage(scene, text)
  assert.deepEqual(now, { would_go: true, text: 'Sent now, it would go out.' })
  assert.deepEqual([checks[0]!.id, checks[0]!.result, checks[0]!.now], ['channel_on', 'decided', 'yes'])
})

test('whoever may not see people reads what became of a message, and not whose it was', async () => {
  const scene = await openScene(carrier, { phone: null })
  await scene.trigger()
  const text = await scene.text(await scene.event(), 'skipped')
  assert.match((await ofMessage(scene, text)).what, /^No number of Ann Lee is known\./)
  const { key } = await scene.post('/v1/api-keys', { name: 'History', permissions: ['history.read'] }, 201)
  const headers = { authorization: `Bearer ${key}` }
  const answer = await scene.workspace.call('GET', `/v1/messages/${text}/diagnosis`, undefined, headers)
  assert.equal(answer.status, 200)
  assert.match(String(answer.body.what), /^No number of the recipient is known\./)
  assert.doesNotMatch(JSON.stringify(answer.body), /Ann|Lee/)
})

test('a trigger that was made after the event is not said to be missing', async () => {
  const scene = await openScene(carrier)
  const event = await scene.event()
  await scene.trigger()
  const told = await scene.diagnose({ event })
  assert.equal(told.decided, 'trigger')
  assert.match(
    told.what,
    /“An active trigger fits it” was answered with no at that time, and would be answered with yes/,
  )
})

test('a text that was asked for directly is told of too', async () => {
  const scene = await openScene(carrier)
  await scene.post('/v1/opt-outs', { number: scene.phone })
  const { id } = await scene.post('/v1/messages', { to: scene.phone, body: 'ENG-142 is overdue' }, 202)
  const told = await scene.diagnose()
  assert.deepEqual([told.decided, told.happenings[0]?.message_id, told.person?.id], ['not_opted_out', id, scene.ann])
  assert.match(told.reply!, /Texts to your number were ended here/)
})

test('whoever does not sign in has an inbox that nobody reads', async () => {
  const scene = await openScene(carrier)
  await scene.trigger()
  const told = await scene.diagnose({ event: await scene.event() })
  const inbox = scene.channel(told, 'in_app')
  assert.deepEqual([inbox.outcome, inbox.checks[0]!.id], ['not_sent', 'has_account'])
})

test('a mail that only stands in the mailbox of this installation reached nobody', async () => {
  const scene = await openScene(carrier)
  await scene.trigger()
  const event = await scene.event()
  const mail = await until('a mail that is kept', async () => {
    const email = scene.channel(await scene.diagnose({ event }), 'email')
    return email.checks[0]!.result === 'decided' && email
  })
  assert.deepEqual([mail.checks[0]!.id, mail.outcome], ['mail_server', 'not_sent'])
})

test('a carrier that never confirms is no failure', async () => {
  const scene = await openScene(carrier)
  await scene.trigger()
  await scene.handset('never_confirms')
  const event = await scene.event()
  await scene.text(event, 'sent')
  const sms = scene.channel(await scene.diagnose({ event }), 'sms')
  assert.equal(sms.outcome, 'sent')
  assert.match(sms.what, /no word from the carrier yet/)
  assert.ok(sms.checks.every(({ result }) => result === 'passed'))
})

test('an account without money makes texts wait, and that is told', async () => {
  const account = carrier.simulator.state.accounts.find((one) => one.kind === 'Full' && one.status === 'active')!
  const scene = await openScene(carrier)
  await scene.trigger()
  account.status = 'suspended'
  try {
    const event = await scene.event()
    const told = await until('a pause', async () => {
      const found = await scene.diagnose({ event })
      return found.decided === 'accepted_account' && found
    })
    assert.match(told.what, /refuses the account/)
    assert.match(told.action!.text, /balance/)
  } finally {
    account.status = 'active'
  }
})

test('a text that came too late says what it was late for', async () => {
  const scene = await openScene(carrier)
  await scene.trigger()
  await carrier.faults({ sign_in_refused: true })
  const event = await scene.event()
  await until('a pause', async () => (await scene.diagnose({ event })).decided === 'accepted_account')
  const text = await scene.text(event, 'queued')
  await scene.sql(`update queue set not_after = now() - interval '1 second' where id = $1`, [text])
  await scene.sql(`update messages set not_after = now() - interval '1 second' where id = $1`, [text])
  await carrier.faults({ sign_in_refused: false })
  await scene.settings()
  await scene.text(event, 'expired')
  const told = await scene.diagnose({ event })
  assert.equal(told.decided, 'in_time')
  assert.match(told.what, /Not sent in time/)
})

test('an event that is not looked at yet, or never will be, says so', async () => {
  const scene = await openScene(carrier)
  await scene.trigger()
  const id = await scene.event()
  await scene.own(`update events set outcome = 'failed', trouble = 'Looking at it failed 5 times.' where id = $1`, [id])
  const { decided, what } = await scene.diagnose({ event: id })
  assert.equal(decided, 'looked_at')
  assert.match(what, /given up/)
})

test('a stranger’s person and event are nobody’s and nothing', async () => {
  const [scene, other] = [await openScene(carrier), await openScene(carrier)]
  await other.trigger()
  const event = await other.event()
  const { status } = await scene.workspace.call('GET', `/v1/people/${other.ann}/diagnosis`)
  assert.equal(status, 404)
  assert.equal((await scene.diagnose({ event })).event, null)
  assert.equal(
    (await scene.workspace.call('GET', `/v1/messages/${await other.text(event, 'delivered')}/diagnosis`)).status,
    404,
  )
})
