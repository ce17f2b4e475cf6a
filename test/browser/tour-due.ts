import type { Album } from './album.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

const ENTITY = { type: 'issue', id: '142', identifier: 'ENG-142', title: 'Fix login redirect' }
const REMINDER = { event_type: 'due_date_reminder', template: 'due_date_reminder' }

/** What due dates set off, and a workspace's own types of events. */
export async function tourDue({ page, take }: Album, site: Site): Promise<void> {
  const { open, press, reads, api } = visit(page, site.url)
  await api('POST', '/v1/people', { external_id: 'due', first_name: 'Night', last_name: 'Desk' })
  await api('POST', '/v1/event-types', { type: 'invoice.paid', name: 'Invoice paid', about: 'Money came in.' })
  const recipients = { roles: ['assignees'] }
  const { body } = await api('POST', '/v1/triggers', { ...REMINDER, name: 'Soon due', days_ahead: 3, recipients })
  const entity = { ...ENTITY, properties: { due_date: '2099-12-01' } }
  const event = { type: 'property_changed', entity, recipients: { assignees: ['due'] } }
  const { id } = (await api('POST', '/v1/events', event)).body
  await open(`/settings/triggers/${body.id}`)
  await reads('Days ahead')
  await take('340-reminder', { whole: true })
  await open('/settings/triggers')
  await reads('Own event types')
  await take('341-own-types', { whole: true })
  await press('Add an event type')
  await take('342-add-a-type')
  await open(`/events/${id}`)
  await reads('for 1 person, by their clock')
  await take('343-scheduled', { whole: true })
}
