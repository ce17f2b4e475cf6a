import type { Album } from './album.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

const ENTITY = { type: 'issue', identifier: 'ENG-142', title: 'Fix login redirect' }
const RICH = {
  name: 'Urgent work of the night',
  event_type: 'priority_changed',
  template: 'priority_alert',
  urgent: true,
  conditions: {
    and: [
      { in: [{ var: 'after.priority' }, ['Urgent', 'High']] },
      {
        or: [
          { '==': [{ var: 'entity.properties.project' }, 'Engineering'] },
          { startsWith: [{ var: 'entity.title' }, 'Outage'] },
        ],
      },
    ],
  },
}

/** Which events are told to whom: none yet, one to start with, conditions, and what goes wrong. */
export async function tourTriggers({ page, take }: Album, site: Site): Promise<void> {
  const { open, press, fill, reads, api } = visit(page, site.url)
  const person = await api('POST', '/v1/people', { external_id: 'tri', first_name: 'Triage', last_name: 'Desk' })
  const group = await api('POST', '/v1/groups', { name: 'Night shift' })
  for (const [i, state] of ['In Review', 'In Review', 'Blocked'].entries())
    await api('POST', '/v1/events', {
      type: 'state_changed',
      entity: { ...ENTITY, id: String(i) },
      after: { state },
      recipients: { reviewers: ['tri', 'unknown'] },
    })
  await open('/settings/triggers')
  await reads('No triggers yet.')
  await take('320-no-triggers', { whole: true })
  await open('/settings/triggers/new?from=in-review')
  await reads(/^Would have fired/)
  await take('321-one-to-start-with', { whole: true })
  await page.getByRole('textbox', { name: 'With what it is compared' }).fill('')
  await fill('Name', '')
  await press('Make the trigger')
  await reads('A condition is not complete.')
  await take('322-not-complete', { whole: true })
  const recipients = {
    roles: ['assignees', 'lead'],
    managers_of: ['assignees'],
    people: [person.body.id],
    groups: [group.body.id],
  }
  const rich = await api('POST', '/v1/triggers', { ...RICH, recipients })
  const mentioned = { event_type: 'mentioned', template: 'mentioned', recipients: { roles: ['mentioned'] } }
  await api('POST', '/v1/triggers', { ...mentioned, name: 'Mentioned', active: false })
  await open('/settings/triggers')
  await reads('Urgent work of the night')
  await take('323-triggers', { whole: true })
  await open(`/settings/triggers/${rich.body.id}`)
  await reads(/^No such event came/)
  await take('324-conditions', { whole: true })
  await press('Delete…')
  await take('325-delete')
  await page.keyboard.press('Escape')
  await api('PATCH', `/v1/triggers/${rich.body.id}`, { conditions: { '!!': { var: 'after.priority' } } })
  await open(`/settings/triggers/${rich.body.id}`)
  await reads('They are kept as they are.')
  await take('326-kept-as-they-are', { whole: true })
  await page.route('**/v1/me', async (route) => {
    const me = (await (await route.fetch()).json()) as object
    await route.fulfill({ json: { ...me, role: 'viewer', permissions: ['history.read', 'people.read'] } })
  })
  await api('PATCH', `/v1/triggers/${rich.body.id}`, { conditions: RICH.conditions })
  await open(`/settings/triggers/${rich.body.id}`)
  await reads('You may look at it; changing it takes another role.')
  await take('327-may-only-read', { whole: true })
  await page.unrouteAll()
}
