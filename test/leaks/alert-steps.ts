import assert from 'node:assert/strict'
import { until } from '../app.ts'
import type { Names } from '../request-names.ts'
import type { World } from './world.ts'

const ADDRESS = 'told@acme.example'

/** Something happens whose words name a number and a code; somebody is told in their inbox, by mail and by a text. */
export async function tellOfEvent(world: World): Promise<Pick<Names, 'event' | 'trigger'>> {
  const { seen, key, planted } = world
  const send = async (method: string, path: string, body: object) => {
    const answer = await seen.ask(`${method} ${path}`, { path, body, headers: key })
    assert.ok(answer.status < 300, answer.text)
    return answer.body
  }
  const { id: person } = await send('POST', '/v1/people', { last_name: 'Told', email: ADDRESS, phone: '+14155550179' })
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
  await chooseChannels(world)
  return { event, trigger }
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

/** As only somebody who signs in may. */
async function chooseChannels({ seen, owner }: World): Promise<void> {
  const path = '/v1/me/preferences'
  const body = { events: { mentioned: { sms: true } } }
  for (const request of [{ body }, {}]) {
    const answer = await seen.ask(`${'body' in request ? 'PATCH' : 'GET'} ${path}`, {
      path,
      headers: owner,
      ...request,
    })
    assert.equal(answer.status, 200, answer.text)
  }
}
