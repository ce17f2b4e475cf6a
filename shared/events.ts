/** What may happen in the host product, as it is posted to `/v1/events` (spec AX6). In the order in which it is shown. */
export const EVENTS = {
  state_changed: { name: 'State changed', about: 'An issue moved from one state to another.' },
  assignee_changed: { name: 'Assignee changed', about: 'An issue was given to somebody, or taken from somebody.' },
  priority_changed: { name: 'Priority changed', about: 'An issue became more or less urgent.' },
  comment_added: { name: 'Comment added', about: 'Somebody wrote a comment or an answer to one.' },
  issue_created: { name: 'Issue created', about: 'A new issue was made.' },
  due_date_passed: { name: 'Due date passed', about: 'An issue is not done and its due date is over.' },
  label_changed: { name: 'Labels changed', about: 'Labels were put on an issue or taken off.' },
  property_changed: { name: 'Property changed', about: 'Another property of an issue has a new value.' },
  issue_completed: { name: 'Issue completed', about: 'An issue is done.' },
  mentioned: { name: 'Mentioned', about: 'Somebody was named in a description or a comment.' },
  date_changed: { name: 'Dates changed', about: 'The start or the due date of an issue was moved.' },
  cycle_changed: { name: 'Cycle changed', about: 'An issue was put into a cycle or taken out.' },
  module_changed: { name: 'Module changed', about: 'An issue was put into a module or taken out.' },
  link_changed: { name: 'Links changed', about: 'A link of an issue was added, changed or removed.' },
  relation_changed: { name: 'Relations changed', about: 'An issue blocks, repeats or belongs to another, or no more.' },
  archive_changed: { name: 'Archived or restored', about: 'An issue was archived, or came back.' },
} as const satisfies Record<string, { name: string; about: string }>
export type EventType = keyof typeof EVENTS

/** Not posted by anybody: it comes from the due date itself, some days ahead of it (AX11). */
export const REMINDER = {
  type: 'due_date_reminder',
  name: 'Due date reminder',
  about: 'Some days before the due date that events brought, on the clock of each person.',
} as const

/** Whether a due date sets off what is told of it, at a time of the day. */
export function isTimed(type: string | undefined): boolean {
  return type === REMINDER.type || type === 'due_date_passed'
}

export function isEventType(type: string): type is EventType {
  return Object.hasOwn(EVENTS, type)
}

/** As people are told of it; a workspace's own types by their own word. */
export function eventName(type: string): string {
  if (isEventType(type)) return EVENTS[type].name
  return type === REMINDER.type ? REMINDER.name : type.replaceAll('_', ' ')
}
