import assert from 'node:assert/strict'
import { until } from '../app.ts'
import type { Names } from '../request-names.ts'
import type { World } from './world.ts'

/** Something happens whose words name a number and a code; somebody is told in their inbox, by mail and by a text. */
export async function tellOfEvent(world: World): Promise<Pick<Names, 'event' | 'trigger' | 'eventType'>> {
  const { seen, key, planted } = world
  const send = async (method: string, path: string, body: object) => {
    const answer = await seen.ask(`${method} ${path}`, { path, body, headers: key })
    assert.ok(answer.status < 300, answer.text)
    return answer.body
  }
  const person = await ownPerson(world)
  await send('PATCH', '/v1/sms/settings', { titles_in_texts: true })
  // Only who signs in chooses.
  await seen.query(`insert into preferences (workspace_id, person_id, choices)
    select workspace_id, id, '{"mentioned:sms": true}' from persons where id = '${person}'`)
  const { id: trigger } = await send('POST', '/v1/triggers', {
    name: 'Somebody is named',
    event_type: 'mentioned',
    template: 'mentioned',
    recipients: { roles: ['mentioned'] },
  })
  const words = `${planted.eventPhone.value} ${planted.eventCode.value}`
  const { id: event } = await send('POST', '/v1/events', {
    type: 'mentioned',
    actor: 'somebody-else',
    entity: {
      type: 'call',
      id: '142',
      title: words,
      url: 'https://app.acme.example/calls/142',
      properties: { note: words, said: [words] },
    },
    before: { note: null },
    after: { note: words },
    recipients: { mentioned: [person, 'nobody-knows'] },
  })
  await toldOf(world, event)
  await followLinks(world)
  await askAsPerson(world)
  const { type: eventType } = await send('POST', '/v1/event-types', { type: 'call.missed', name: 'Call missed' })
  return { event, trigger, eventType }
}

async function toldOf({ seen, key }: World, event: string): Promise<void> {
  const path = `/v1/events/${event}`
  const shown = await until('the event being looked at', async () => {
    const { body } = await seen.ask('GET /v1/events/{id}', { path, headers: key })
    return body.outcome !== 'waiting' && body
  })
  const channels = shown.reached[0]?.messages.map(({ channel }: { channel: string }) => channel)
  assert.deepEqual(channels?.sort(), ['email', 'in_app', 'sms'], JSON.stringify(shown))
}

/** Whoever has the text follows it; whoever has none tries what comes to mind. */
async function followLinks({ seen, planted }: World): Promise<void> {
  const links = await seen.query<{ code: string }>('select code from links')
  assert.ok(links.length > 0)
  const { phone, eventCode } = planted
  for (const code of [links[0]!.code, ...[phone, eventCode].map(({ value }) => encodeURIComponent(value))])
    for (const where of ['c', 'o']) await seen.ask(`GET /${where}/{code}`, { path: `/${where}/${code}` })
  await seen.ask('POST /o/{code}', { path: `/o/${encodeURIComponent(phone.value)}`, raw: `undo=${eventCode.value}` })
}

/** Whoever confirmed a number is somebody of the directory; here they get one again. */
async function ownPerson({ seen, key, owner }: World): Promise<string> {
  const { body } = await seen.ask('GET /v1/me/inbox/unread', { path: '/v1/me/inbox/unread', headers: owner })
  const path = `/v1/people/${body.person_id}`
  const answer = await seen.ask('PATCH /v1/people/{id}', { path, headers: key, body: { phone: '+14155550179' } })
  assert.equal(answer.status, 200, answer.text)
  return body.person_id
}

/** As only somebody who signs in may: what came for them, and what they want to hear of. */
async function askAsPerson({ seen, owner }: World): Promise<void> {
  const asked = async (route: string, path = route.split(' ')[1]!, body?: object) => {
    const answer = await seen.ask(route, { path, headers: owner, ...(body && { body }) })
    assert.equal(answer.status, 200, answer.text)
    return answer.body
  }
  const { items } = await asked('GET /v1/me/inbox')
  await asked('GET /v1/me/inbox/live', '/v1/me/inbox/live?seconds=1')
  await asked('POST /v1/me/inbox/{id}/{change}', `/v1/me/inbox/${items[0].id}/read`)
  await asked('POST /v1/me/inbox/read-all')
  await asked('PATCH /v1/me/preferences', undefined, { events: { mentioned: { sms: true } } })
  await asked('GET /v1/me/preferences')
}
