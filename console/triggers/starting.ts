import type { Trigger, TriggerInput } from './api.ts'

export interface Starting {
  key: string
  /** When it tells whom, in one sentence. */
  about: string
  input: TriggerInput
}

const atNine = { days_ahead: null, time_of_day: null }
const nobodyElse = { people: [], groups: [], managers_of: [] }

/** What most workspaces begin with (spec AX20). */
export const STARTING: Starting[] = [
  {
    key: 'overdue',
    about: 'When a due date passes, those who have the issue are told.',
    input: {
      name: 'Overdue',
      active: true,
      event_type: 'due_date_passed',
      conditions: null,
      template: 'due_date_overdue',
      recipients: { roles: ['assignees'], ...nobodyElse },
      urgent: false,
      ...atNine,
    },
  },
  {
    key: 'in-review',
    about: 'When an issue goes to In Review, its reviewers are told.',
    input: {
      name: 'In review',
      active: true,
      event_type: 'state_changed',
      conditions: { and: [{ '==': [{ var: 'after.state' }, 'In Review'] }] },
      template: 'review_requested',
      recipients: { roles: ['reviewers'], ...nobodyElse },
      urgent: false,
      ...atNine,
    },
  },
  {
    key: 'mentioned',
    about: 'When somebody is named in a description or a comment, they are told.',
    input: {
      name: 'Mentioned',
      active: true,
      event_type: 'mentioned',
      conditions: null,
      template: 'mentioned',
      recipients: { roles: ['mentioned'], ...nobodyElse },
      urgent: false,
      ...atNine,
    },
  },
  {
    key: 'new-assignee',
    about: 'When an issue is given to somebody, they are told.',
    input: {
      name: 'New assignee',
      active: true,
      event_type: 'assignee_changed',
      conditions: { and: [{ '!=': [{ var: 'after.assignee' }, null] }] },
      template: 'assignment',
      recipients: { roles: ['assignees'], ...nobodyElse },
      urgent: false,
      ...atNine,
    },
  },
]

export function startingBy(key: string | undefined): Starting | undefined {
  return STARTING.find((one) => one.key === key)
}

/** Those for which the workspace has nothing of its own yet. */
export function stillToOffer(triggers: Pick<Trigger, 'event_type' | 'template'>[]): Starting[] {
  return STARTING.filter(
    ({ input }) => !triggers.some((one) => one.event_type === input.event_type && one.template === input.template),
  )
}
