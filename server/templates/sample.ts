import { REMINDER } from '../../shared/events.ts'
import { VARIABLES } from '../../shared/template-variables.ts'
import { CATALOG } from './catalog.ts'
import type { AlertData, ForPerson } from './scope.ts'

const said = Object.fromEntries(VARIABLES.map(({ name, sample }) => [name, sample])) as Record<
  (typeof VARIABLES)[number]['name'],
  string
>

/** An event to try a template with, and somebody to send it to; the values of the reference, and those of the template. */
export function sampleFor(key: string): AlertData & Required<ForPerson> {
  const { events = [], sample = {} } = CATALOG.get(key) ?? {}
  return {
    installation: { name: said['installation.name'] },
    workspace: { name: said['workspace.name'] },
    event: { type: events[0] ?? REMINDER.type, occurred_at: said['event.occurred_at'] },
    entity: {
      type: said['entity.type'],
      id: said['entity.id'],
      identifier: said['entity.identifier'],
      title: said['entity.title'],
      url: said['entity.url'],
      properties: { project: said['entity.properties.*'], ...sample.properties },
    },
    before: sample.before ?? {},
    after: sample.after ?? {},
    actor: { name: said['actor.name'], first_name: said['actor.first_name'] },
    person: {
      first_name: said['person.first_name'],
      last_name: said['person.last_name'],
      language: said['person.language'],
      time_zone: said['person.time_zone'],
    },
    link: said.link,
    preferencesUrl: said.preferences_url,
    unsubscribeUrl: said.unsubscribe_url,
  }
}
