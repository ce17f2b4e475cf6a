import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { TestWorkspace } from '../../test/app.ts'
import { type Carrier, startCarrier } from '../../test/carrier.ts'
import { signInAs } from '../../test/tenancy-people.ts'
import { newId } from '../kit/id.ts'
import { eventsTurn } from './claim-events.ts'

let carrier: Carrier
before(async () => {
  carrier = await startCarrier({ role: 'api' })
})
after(() => carrier.stop())

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely
type Answer = any

async function member(workspace: TestWorkspace) {
  const account = await signInAs(carrier.server, { [workspace.id]: 'member' })
  const { headers } = account.as('member')
  const ask = async (method: string, path: string, body?: unknown): Promise<{ status: number; body: Answer }> => {
    const response = await fetch(carrier.server.url + path, {
      method,
      headers: { 'content-type': 'application/json', 'handset-workspace': workspace.id, ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: await response.json() }
  }
  const choose = (events: unknown) => ask('PATCH', '/v1/me/preferences', { events })
  const show = async () => (await ask('GET', '/v1/me/preferences')).body
  const row = async (type: string) => cellsOf((await show()).events.find((event: Answer) => event.type === type))
  return { userId: account.userId, ask, choose, show, row }
}

/** `in_app email sms`, with a * where it was chosen. */
function cellsOf(event: Answer): string {
  return ['in_app', 'email', 'sms']
    .map((channel) => `${event[channel].on ? 'on' : 'off'}${event[channel].chosen ? '*' : ''}`)
    .join(' ')
}

const rowsOf = (workspace: TestWorkspace, text: string, values: unknown[] = []) =>
  carrier.server.context.db.tenant(workspace.id, (tx) => tx.rows<Answer>('', text, values))

const ownType = (workspace: TestWorkspace, type: string, name: string) =>
  rowsOf(workspace, 'insert into event_types (workspace_id, type, name) values ($1, $2, $3)', [
    workspace.id,
    type,
    name,
  ])

test('everybody starts with all in the app, mail of what wants an answer, and no texts', async () => {
  const workspace = await carrier.server.workspace()
  await ownType(workspace, 'deploy_failed', 'Deploy failed')
  const somebody = await member(workspace)
  const { events } = await somebody.show()
  assert.equal(events.length, 17)
  const mailed = events.filter(({ email }: Answer) => email.on).map(({ type }: Answer) => type)
  assert.deepEqual(mailed, [
    'state_changed',
    'assignee_changed',
    'priority_changed',
    'comment_added',
    'due_date_passed',
    'mentioned',
  ])
  assert.equal(
    events.every(({ in_app, sms }: Answer) => in_app.on && !sms.on && !in_app.chosen && !sms.chosen),
    true,
  )
  const { type, name, own } = events[16]
  assert.deepEqual([type, name, own], ['deploy_failed', 'Deploy failed', true])
  assert.equal(events[0].own, false)
})

test('what is chosen stays, what is set back to the start is forgotten, and what is not named is not touched', async () => {
  const workspace = await carrier.server.workspace()
  await ownType(workspace, 'deploy_failed', 'Deploy failed')
  const somebody = await member(workspace)
  const saved = await somebody.choose({ mentioned: { sms: true, email: false }, deploy_failed: { sms: true } })
  assert.equal(saved.status, 200, JSON.stringify(saved.body))
  assert.equal(await somebody.row('mentioned'), 'on off* on*')
  assert.equal(await somebody.row('deploy_failed'), 'on off on*')
  await somebody.choose({ mentioned: { email: true } })
  assert.equal(await somebody.row('mentioned'), 'on on on*')
  await somebody.choose({ mentioned: { sms: null }, deploy_failed: {} })
  assert.equal(await somebody.row('mentioned'), 'on on off')
  const rows = await rowsOf(workspace, 'select choices from preferences')
  assert.deepEqual(rows, [{ choices: { 'deploy_failed:sms': true } }])
})

test('what is no event or no channel is refused at its place, and nothing of it is saved', async () => {
  const somebody = await member(await carrier.server.workspace())
  const cases: [events: unknown, pointer: string, detail: RegExp][] = [
    [{ mentioned: { sms: true }, exploded: { sms: true } }, '/events/exploded', /No such event here/],
    [{ 'a/b~': {} }, '/events/a~1b~0', /No such event here/],
    [{ 'a\0\ud800': { sms: true } }, '/events/a\0\ud800', /No such event here/],
    [{ mentioned: { sms: true, fax: true } }, '/events/mentioned/fax', /No such channel/],
    [{ mentioned: { sms: 'yes' } }, '/events/mentioned/sms', /true or false/],
    [{ mentioned: true }, '/events/mentioned', /object/],
    [undefined, '/events', /required/],
  ]
  for (const [events, pointer, detail] of cases) {
    const { status, body } = await somebody.choose(events)
    assert.deepEqual([status, body.errors[0].pointer], [422, pointer], JSON.stringify(body))
    assert.match(body.errors[0].detail, detail)
  }
  assert.equal(await somebody.row('mentioned'), 'on on off')
})

test('forty places saved at once all stay', async () => {
  const somebody = await member(await carrier.server.workspace())
  const { events } = await somebody.show()
  const cells = events
    .flatMap((event: Answer) => ['in_app', 'email', 'sms'].map((channel) => ({ event, channel })))
    .slice(0, 40)
  const answers = await Promise.all(
    cells.map(({ event, channel }: Answer) => somebody.choose({ [event.type]: { [channel]: !event[channel].on } })),
  )
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]))
  const now = (await somebody.show()).events
  const turned = cells.filter(({ event, channel }: Answer) => {
    const cell = now.find(({ type }: Answer) => type === event.type)[channel]
    return cell.chosen && cell.on !== event[channel].on
  })
  assert.equal(turned.length, 40)
})

test('a key has none; others’ are for those who read people, and nobody but they themselves changes them', async () => {
  const workspace = await carrier.server.workspace()
  const [somebody, another] = [await member(workspace), await member(workspace)]
  await somebody.choose({ mentioned: { sms: true } })
  const [person] = await rowsOf(workspace, 'select id from persons where user_id = $1', [somebody.userId])
  const path = `/v1/people/${person.id}/preferences`
  const seen = await workspace.call<Answer>('GET', path)
  assert.equal(seen.status, 200)
  assert.equal(cellsOf(seen.body.events.find(({ type }: Answer) => type === 'mentioned')), 'on on on*')
  assert.equal((await another.ask('GET', path)).status, 403)
  assert.equal(await another.row('mentioned'), 'on on off')
  assert.equal((await workspace.call('PATCH', path, { events: {} })).status, 404)
  assert.equal((await workspace.call('GET', '/v1/me/preferences')).status, 403)
  assert.equal((await workspace.call('GET', `/v1/people/${newId('per')}/preferences`)).status, 404)
})

test('whoever is erased takes their choices along', async () => {
  const workspace = await carrier.server.workspace()
  const somebody = await member(workspace)
  await somebody.choose({ mentioned: { sms: true } })
  const [person] = await rowsOf(workspace, 'select id from persons where user_id = $1', [somebody.userId])
  assert.equal((await workspace.call('DELETE', `/v1/people/${person.id}`)).status, 204)
  assert.deepEqual(await rowsOf(workspace, 'select from preferences'), [])
  assert.equal(await somebody.row('mentioned'), 'on on off')
})

test('the next event goes where it was chosen', async () => {
  const workspace = await carrier.connected()
  const somebody = await member(workspace)
  await somebody.choose({ mentioned: { sms: true, email: false } })
  const [person] = await rowsOf(workspace, 'select id from persons where user_id = $1', [somebody.userId])
  await workspace.call('PATCH', `/v1/people/${person.id}`, { phone: '+14155550142' })
  await workspace.call('POST', '/v1/triggers', {
    name: 'Mentioned',
    event_type: 'mentioned',
    template: 'mentioned',
    recipients: { people: [person.id] },
  })
  const { body } = await workspace.call<Answer>('POST', '/v1/events', {
    type: 'mentioned',
    entity: { type: 'issue', id: '142', title: 'Checkout fails' },
  })
  while (await eventsTurn(carrier.server.context));
  const rows = await rowsOf(workspace, 'select channel from messages where event_id = $1 order by channel', [body.id])
  assert.deepEqual(
    rows.map(({ channel }: Answer) => channel),
    ['in_app', 'sms'],
  )
})
