import { changeOf, ITEM, WHO, WITH_ITEM } from './catalog-phrases.ts'
import type { CatalogTemplate } from './wording.ts'

export const DUE_TEMPLATES = {
  due_date_reminder: {
    name: 'Due date reminder',
    about: 'Some days ahead of the due date. By a schedule, not by an event.',
    events: [],
    subject: `${WITH_ITEM} due {{ entity.properties.due_date | date: "%-d %b %Y" | default: "soon" }}`,
    body: `${ITEM} is due {% if entity.properties.due_date %}on {{ entity.properties.due_date | date: "%A, %-d %b %Y" }}{% else %}soon{% endif %}.\n\n{% if entity.properties.assignee %}- Assigned to: {{ entity.properties.assignee }}\n{% endif %}{% if entity.properties.state %}- State: {{ entity.properties.state }}{% endif %}`,
    sms: 'due {{ entity.properties.due_date | date: "%-d %b" | default: "soon" }}',
    sample: { properties: { due_date: '2026-03-16', assignee: 'Billing owner', state: 'In Progress' } },
  },
  due_date_overdue: {
    name: 'Due date overdue',
    about: 'The due date is over and the issue is not done.',
    events: ['due_date_passed'],
    subject: `${WITH_ITEM} overdue{% if entity.properties.due_date %} since {{ entity.properties.due_date | date: "%-d %b %Y" }}{% endif %}`,
    body: `${ITEM} is overdue{% if entity.properties.due_date %}: it was due on {{ entity.properties.due_date | date: "%A, %-d %b %Y" }}{% endif %}.\n\n{% if entity.properties.assignee %}- Assigned to: {{ entity.properties.assignee }}\n{% endif %}{% if entity.properties.state %}- State: {{ entity.properties.state }}{% endif %}`,
    sms: 'overdue{% if entity.properties.due_date %} since {{ entity.properties.due_date | date: "%-d %b" }}{% endif %}',
    sample: { properties: { due_date: '2026-03-11', assignee: 'Billing owner', state: 'In Progress' } },
  },
} as const satisfies Record<string, CatalogTemplate>

/** For what should not wait, and for the starting triggers (AX20, A99). */
export const ATTENTION_TEMPLATES = {
  review_requested: {
    name: 'Review requested',
    about: 'An issue waits for somebody to look at it.',
    events: ['state_changed'],
    subject: `${WITH_ITEM} waits for your review`,
    body: `{{ person.first_name | default: "Hello" }}, ${ITEM} waits for your review.\n\n${changeOf('state')}`,
    sms: 'waits for your review',
    sample: { before: { state: 'In Progress' }, after: { state: 'In Review' } },
  },
  issue_blocked: {
    name: 'Issue blocked',
    about: 'An issue cannot go on.',
    events: ['state_changed', 'relation_changed'],
    subject: `${WITH_ITEM} is blocked`,
    body: `${ITEM} is blocked and cannot go on.\n\n${changeOf('state')}${changeOf('relation')}`,
    sms: 'is blocked',
    sample: { before: { state: 'In Progress' }, after: { state: 'Blocked' } },
  },
  unassigned: {
    name: 'Unassigned',
    about: 'An issue was taken from somebody and has nobody now.',
    events: ['assignee_changed'],
    subject: `${WITH_ITEM} has nobody now`,
    body: `${WHO} took ${ITEM} from {{ before.assignee | default: "its assignee" }}. Nobody has it now.`,
    sms: 'has nobody now{% if before.assignee %}, before {{ before.assignee }}{% endif %}',
    sample: { before: { assignee: 'Billing owner' }, after: { assignee: null } },
  },
} as const satisfies Record<string, CatalogTemplate>
