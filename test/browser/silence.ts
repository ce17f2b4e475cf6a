import type { Page } from 'playwright-core'
import { changeChoices } from '../../server/people/preferences.ts'
import { openDirectory } from './directory.ts'
import { connectSimulator } from './doubts.ts'
import { letThingsHappen } from './happened.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

const PHONE = '+14155550142'

/** Somebody who wants texts of mentions, was mentioned, and got none: the phone had answered STOP. */
export async function keepSilent(page: Page, site: Site) {
  const { api } = visit(page, site.url)
  await connectSimulator(page, site)
  const directory = await openDirectory(page, site)
  const stopped = await directory.send({ external_id: 'u-7', first_name: 'Iris', last_name: 'Desk', phone: PHONE })
  await directory.stop(PHONE)
  const workspace = (await api('GET', '/v1/me')).body.workspace as { id: string }
  await site.server.context.db.tenant(workspace.id, (tx) =>
    changeChoices(tx, workspace.id, stopped, [{ eventType: 'mentioned', channel: 'sms', on: true }]),
  )
  const happened = await letThingsHappen({ api })
  const event = await api('POST', '/v1/events', {
    type: 'mentioned',
    entity: { type: 'issue', id: '143', identifier: 'ENG-143', title: 'Rotate the keys' },
    recipients: { mentioned: ['u-7'] },
  })
  const { id } = event.body as { id: string }
  for (;;) {
    const { reached } = (await api('GET', `/v1/events/${id}`)).body as {
      reached: { messages: { id: string; channel: string }[] }[]
    }
    const text = reached[0]?.messages.find(({ channel }) => channel === 'sms')
    if (text) return { ...happened, stopped, event: id, text: text.id }
  }
}
