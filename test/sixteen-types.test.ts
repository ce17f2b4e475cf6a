import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { EVENTS } from '../shared/events.ts'
import { countSegments } from '../shared/sms/segments.ts'
import type { TestWorkspace } from './app.ts'
import { until } from './app.ts'
import { type Carrier, startCarrier } from './carrier.ts'

let carrier: Carrier
before(async () => {
  carrier = await startCarrier()
})
after(() => carrier.stop())

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely
type Answer = any

const TITLE = 'Fix login redirect for everybody who signs in by a link that came in a mail of last year and was kept'
const URL = 'https://app.acme.example/acme/projects/engineering/issues/142?view=all#comments'
const CHANGES: Partial<Record<keyof typeof EVENTS, { before?: object; after?: object }>> = {
  state_changed: { before: { state: 'In Progress' }, after: { state: 'In Review' } },
  assignee_changed: { before: { assignee: null }, after: { assignee: 'Ann' } },
  priority_changed: { before: { priority: 'high' }, after: { priority: 'urgent' } },
  comment_added: { after: { comment: `Please look at this before Friday. ${'It is about the tokens. '.repeat(30)}` } },
  label_changed: { before: { labels: ['bug'] }, after: { labels: ['bug', 'login'] } },
  property_changed: { before: { estimate: 3 }, after: { estimate: 8 } },
  date_changed: { before: { due_date: '2026-03-16' }, after: { due_date: '2026-03-20' } },
  cycle_changed: { after: { cycle: 'Cycle 12' } },
  module_changed: { after: { module: 'Billing' } },
  link_changed: { after: { link: 'https://acme.example/design' } },
  relation_changed: { after: { relation: 'blocks ENG-150' } },
  archive_changed: { after: { archived: true } },
}
const TYPES = Object.keys(EVENTS) as (keyof typeof EVENTS)[]

let phones = 0

/** A workspace in which each type has a trigger, and Ann wants a text of each. */
async function desk(changes: object) {
  const workspace = await carrier.connected()
  const saved = await workspace.call('PATCH', '/v1/sms/settings', changes)
  assert.equal(saved.status, 200, JSON.stringify(saved.body))
  const phone = `+1415555${String(6000 + phones++)}`
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await workspace.call<Answer>(method, path, body)
    assert.ok(answer.status < 300, JSON.stringify(answer.body))
    return answer.body
  }
  const { id } = await call('POST', '/v1/people', { external_id: 'ann', first_name: 'Ann', phone })
  const { items } = await call('GET', '/v1/event-types')
  for (const { type, name, template } of items.slice(0, TYPES.length))
    await call('POST', '/v1/triggers', { name, event_type: type, template, recipients: { roles: ['assignees'] } })
  await wantsAll(workspace, id)
  return { workspace, call, phone }
}

async function wantsAll(workspace: TestWorkspace, id: string) {
  const choices = Object.fromEntries(TYPES.map((type) => [`${type}:sms`, true]))
  await carrier.server.context.db.pool.query(
    'insert into preferences (workspace_id, person_id, choices) values ($1, $2, $3)',
    [workspace.id, id, JSON.stringify(choices)],
  )
}

function eventOf(type: keyof typeof EVENTS, more: object = {}) {
  const entity = { type: 'issue', id: type, identifier: 'ENG-142', title: TITLE, url: URL, ...more }
  return { type, actor: 'bob', entity, ...CHANGES[type], recipients: { assignees: ['ann'] } }
}

const KINDS: [what: string, changes: object, more: object][] = [
  ['without titles, as it begins', {}, {}],
  ['with titles', { titles_in_texts: true }, {}],
  ['in one segment, with titles', { titles_in_texts: true, alert_segments: 1 }, {}],
  ['without a link', { titles_in_texts: true }, { url: undefined }],
]

for (const [what, changes, more] of KINDS)
  describe(`a text of each of the sixteen types, ${what}`, () => {
    let texts: Map<string, string>
    before(async () => {
      const { call, phone } = await desk(changes)
      const ids = new Map<string, string>()
      for (const type of TYPES) ids.set((await call('POST', '/v1/events', eventOf(type, more))).id, type)
      const arrived = await until('all of them on the handset', async () => {
        const all = await carrier.texts(phone)
        return all.length >= TYPES.length ? all : null
      })
      assert.equal(arrived.length, TYPES.length)
      texts = new Map()
      for (const id of ids.keys()) {
        const event = await call('GET', `/v1/events/${id}`)
        const { id: message } = event.reached[0].messages.find(({ channel }: Answer) => channel === 'sms')
        const { body } = await call('GET', `/v1/messages/${message}`)
        assert.ok(
          arrived.some((one) => one.body === body),
          body,
        )
        texts.set(ids.get(id)!, body)
      }
    })

    const most = 'alert_segments' in changes ? 1 : 2
    for (const type of TYPES)
      test(type, async () => {
        const text = texts.get(type)!
        const { segments } = countSegments(text)
        assert.ok(segments <= most, `${segments}: ${text}`)
        assert.match(text, /^[^:]+: ENG-142 \S/)
        assert.equal(text.includes('Fix login'), 'titles_in_texts' in changes, text)
        if ('url' in more) return assert.match(text, /^[^:]+: ENG-142 (?!.*View:).+[.!?…]$/, text)
        const [, link] = /\. View: (https?:\/\/\S+\/c\/[\w-]+)$/.exec(text.replace(/… View/, '. View')) ?? []
        assert.ok(link, text)
        const followed = await fetch(`${carrier.server.url}${new globalThis.URL(link).pathname}`, {
          redirect: 'manual',
        })
        assert.deepEqual([followed.status, followed.headers.get('location')], [302, URL])
      })
  })

/** As the console offers them (console/triggers/starting.ts, spec AX20). */
const FOUR = [
  {
    name: 'Overdue',
    event_type: 'due_date_passed',
    template: 'due_date_overdue',
    recipients: { roles: ['assignees'] },
  },
  {
    name: 'In review',
    event_type: 'state_changed',
    conditions: { and: [{ '==': [{ var: 'after.state' }, 'In Review'] }] },
    template: 'review_requested',
    recipients: { roles: ['reviewers'] },
  },
  { name: 'Mentioned', event_type: 'mentioned', template: 'mentioned', recipients: { roles: ['mentioned'] } },
  {
    name: 'New assignee',
    event_type: 'assignee_changed',
    conditions: { and: [{ '!=': [{ var: 'after.assignee' }, null] }] },
    template: 'assignment',
    recipients: { roles: ['assignees'] },
  },
]

test('the four triggers that are offered tell whom they say, and nobody of what they do not mean', async () => {
  const workspace = await carrier.connected()
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await workspace.call<Answer>(method, path, body)
    assert.ok(answer.status < 300, JSON.stringify(answer.body))
    return answer.body
  }
  for (const one of FOUR) await call('POST', '/v1/triggers', one)
  const { id } = await call('POST', '/v1/people', { external_id: 'ann', first_name: 'Ann', phone: '+14155556999' })
  await wantsAll(workspace, id)
  const roles = { assignees: ['ann'], reviewers: ['ann'], mentioned: ['ann'] }
  for (const type of ['due_date_passed', 'state_changed', 'mentioned', 'assignee_changed'] as const)
    await call('POST', '/v1/events', { ...eventOf(type), recipients: roles })
  const silent = [
    { ...eventOf('state_changed'), after: { state: 'Done' } },
    { ...eventOf('assignee_changed'), after: { assignee: null } },
    { ...eventOf('label_changed') },
  ]
  const ids: string[] = []
  for (const event of silent) ids.push((await call('POST', '/v1/events', { ...event, recipients: roles })).id)
  const arrived = await until('four texts', async () => {
    const all = await carrier.texts('+14155556999')
    return all.length >= 4 ? all.map(({ body }) => body) : null
  })
  for (const word of [/overdue/, /waits for your review/, /mention/i, /assign/])
    assert.ok(
      arrived.some((body) => word.test(body)),
      `${word}: ${arrived.join('\n')}`,
    )
  for (const one of ids)
    await until('looked at', async () => (await call('GET', `/v1/events/${one}`)).outcome === 'no_trigger' || null)
  assert.equal((await carrier.texts('+14155556999')).length, 4)
})
