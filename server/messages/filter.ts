import type { z } from '@hono/zod-openapi'
import type { Channel } from '../../shared/preferences.ts'
import { hashOfHandle, NO_HANDLE } from '../consent/handle.ts'
import type { Context } from '../kit/context.ts'
import { firstIdAt, isId } from '../kit/id.ts'
import { NO_CURSOR } from '../kit/page.ts'
import { type FieldError, invalid } from '../kit/problem.ts'
import { GROUPS, type StatusGroup } from './groups.ts'
import type { historyFilter } from './history-schema.ts'
import { type MessageClass, type MessageStatus, type SkipReason, STATUSES } from './schema.ts'

/**
 * Which messages of a workspace are asked for; null is any. Times are ranges of ids, since ids are made in the order of
 * time.
 */
export interface Filter {
  workspaceId: string
  channel: Channel | null
  statuses: MessageStatus[] | null
  class: MessageClass | null
  numberHash: Buffer | null
  personId: string | null
  eventId: string | null
  eventType: string | null
  triggerId: string | null
  /** A template in any version, or `mentioned@3`. */
  template: string | null
  sender: string | null
  skipReason: SkipReason | null
  errorCode: number | null
  /** Of texts that went to the test phone instead. */
  redirected: boolean
  fromId: string
  beforeId: string
}

/** Comes after every id. */
const NO_END = '~'

type Query = z.infer<typeof historyFilter> & { after?: string | undefined }

/** @throws {Problem} 422 naming each parameter that says nothing. */
export function readFilter(context: Context, workspaceId: string, query: Query): Filter {
  const errors: FieldError[] = []
  const statuses = query.status === undefined ? null : readStatuses(query.status, errors)
  const numberHash = query.recipient === undefined ? null : hashOfHandle(context.keys, workspaceId, query.recipient)
  if (query.recipient !== undefined && !numberHash) {
    errors.push(NO_HANDLE)
  }
  if (query.after !== undefined && !isId('msg', query.after)) {
    errors.push(NO_CURSOR)
  }
  if (errors.length > 0) throw invalid(errors)
  const ends = [query.after, query.until && idAt(query.until)].filter((end) => end !== undefined)
  const range = { fromId: query.since ? idAt(query.since) : '', beforeId: ends.sort()[0] ?? NO_END }
  return { workspaceId, statuses, numberHash, ...readNames(query), ...range }
}

function readNames(query: Query): Omit<Filter, 'workspaceId' | 'statuses' | 'numberHash' | 'fromId' | 'beforeId'> {
  return {
    channel: query.channel ?? null,
    class: query.class ?? null,
    personId: query.person ?? null,
    eventId: query.event ?? null,
    eventType: query.event_type ?? null,
    triggerId: query.trigger ?? null,
    template: query.template ?? null,
    sender: query.sender ?? null,
    skipReason: query.skip_reason ?? null,
    errorCode: query.error ?? null,
    redirected: query.redirected === 'true',
  }
}

function readStatuses(text: string, errors: FieldError[]): MessageStatus[] | null {
  const known: readonly string[] = STATUSES
  const wanted = new Set<MessageStatus>()
  for (const name of text.split(',').map((part) => part.trim())) {
    if (Object.hasOwn(GROUPS, name)) for (const status of GROUPS[name as StatusGroup]) wanted.add(status)
    else if (known.includes(name)) wanted.add(name as MessageStatus)
    else errors.push({ pointer: '/status', detail: `Not a status: ${name.slice(0, 40) || '(empty)'}.` })
  }
  return wanted.size === STATUSES.length ? null : [...wanted]
}

/** Ids begin in 1970; nothing was sent before. */
function idAt(time: string): string {
  return firstIdAt('msg', new Date(Math.max(0, Date.parse(time))))
}
