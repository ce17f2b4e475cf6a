import { eventName } from '../../shared/events.ts'
import type { MessageOut } from '../api.ts'
import { shownNumber } from '../texts/shown-number.ts'
import { classWords, skipWords } from '../texts/status.ts'
import type { HistoryChoices } from './api.ts'
import { CHANNELS, CLASSES } from './filters.ts'

export const channelWords: Record<MessageOut['channel'], string> = { sms: 'SMS', email: 'Email', in_app: 'Inbox' }

const statusWords = {
  queued: 'Waiting',
  sending: 'Sending',
  unknown: 'Unknown',
  sent: 'Sent, no receipt yet',
  delivered: 'Delivered',
  assumed_delivered: 'Sent, never confirmed',
  undelivered: 'Not delivered',
  failed: 'Failed',
  expired: 'Expired',
  skipped: 'Skipped',
  cancelled: 'Cancelled',
}

const toOptions = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }))

export const statuses = toOptions(statusWords)
export const classes = CLASSES.map((value) => ({ value, label: classWords[value] }))
export const channels = CHANNELS.map((value) => ({ value, label: channelWords[value] }))

/** What is under More, in that order: how it is called, and what there is of it. */
export const MORE = [
  { name: 'sender', label: 'Sender', any: 'Any sender' },
  { name: 'event_type', label: 'Event', any: 'Any event' },
  { name: 'trigger', label: 'Trigger', any: 'Any trigger' },
  { name: 'template', label: 'Template', any: 'Any template' },
  { name: 'skip_reason', label: 'Skip reason', any: 'Any reason' },
  { name: 'error', label: 'Error', any: 'Any error' },
  { name: 'redirected', label: 'Test phone', any: 'Redirected or not' },
] as const
export type MoreName = (typeof MORE)[number]['name']

interface Option {
  value: string
  label: string
}

/** Nothing to choose from while it is not known. */
export function optionsOf(choices: HistoryChoices | undefined): Record<MoreName, Option[]> {
  const { senders = [], event_types = [], triggers = [], templates = [], errors = [] } = choices ?? {}
  return {
    sender: senders.map((value) => ({ value, label: shownNumber(value) })),
    event_type: event_types.map((value) => ({ value, label: eventName(value) })),
    trigger: triggers.map(({ id, name }) => ({ value: id, label: name ?? `Deleted ${id.slice(-6)}` })),
    template: templates.map((value) => ({ value, label: eventName(value) })),
    skip_reason: toOptions(skipWords),
    error: errors.map((code) => ({ value: String(code), label: String(code) })),
    redirected: [{ value: 'true', label: 'Redirected' }],
  }
}
