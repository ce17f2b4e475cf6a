import type { Filter } from './filter.ts'
import { CLASSES, type MessageStatus } from './schema.ts'

/** What every statement of the history begins with. */
export const RANGE = 'm.workspace_id = $1 and m.id >= $2 and m.id < $3'

export function rangeOf({ workspaceId, fromId, beforeId }: Filter): unknown[] {
  return [workspaceId, fromId, beforeId]
}

/** On its way is not a status that is stored: it is a text in the queue with an open attempt (`open`; null for either). */
export function asStored(statuses: MessageStatus[] | null): { stored: MessageStatus[] | null; open: boolean | null } {
  if (!statuses) return { stored: null, open: null }
  const sending = statuses.includes('sending')
  const open = sending === statuses.includes('queued') ? null : sending
  const stored = statuses.map((status) => (status === 'sending' ? 'queued' : status))
  return { stored: [...new Set(stored)], open }
}

/** The whole filter as one condition, to be asked of each row that is looked at. Needs {@link valuesOf}, and no others. */
export const FITS = `(($4::text is null or m.channel = $4) and ($5::text[] is null or m.class = any($5))
  and ($6::text[] is null or m.status = any($6))
  and ($7::boolean is null or m.status <> 'queued' or $7 = exists (select from attempts a
    where a.workspace_id = m.workspace_id and a.message_id = m.id and a.state in ('started', 'unknown')))
  and ($8::bytea is null or m.to_hash = $8) and ($9::text is null or m.person_id = $9)
  and ($10::text is null or m.event_id = $10) and ($11::text is null or m.event_type = $11)
  and ($12::text is null or m.trigger_id = $12)
  and ($13::text is null or m.template = $13) and ($14::text is null or split_part(m.template, '@', 1) = $14)
  and ($15::text is null or m.sent_from = $15) and ($16::text is null or m.skip_reason = $16)
  and ($17::integer is null or m.error_code = $17) and (not $18::boolean or m.redirected_at is not null)) is true`

/** Whatever a source of its own needs comes after these. */
export const NEXT_VALUE = 19

export function valuesOf(filter: Filter): unknown[] {
  const { stored, open } = asStored(filter.statuses)
  const { template } = filter
  const isOneVersion = template?.includes('@') ?? false
  return [
    ...rangeOf(filter),
    filter.channel,
    filter.class && [filter.class],
    stored,
    open,
    filter.numberHash,
    filter.personId,
    filter.eventId,
    filter.eventType,
    filter.triggerId,
    isOneVersion ? template : null,
    isOneVersion ? null : template,
    filter.sender,
    filter.skipReason,
    filter.errorCode,
    filter.redirected,
  ]
}

export function classesOf(filter: Filter): string[] {
  return filter.class ? [filter.class] : [...CLASSES]
}
