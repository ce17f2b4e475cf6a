import type { z } from '@hono/zod-openapi'
import { hashOfHandle, NO_HANDLE } from '../consent/handle.ts'
import type { Context } from '../kit/context.ts'
import { firstIdAt, isId } from '../kit/id.ts'
import { NO_CURSOR } from '../kit/page.ts'
import { type FieldError, invalid } from '../kit/problem.ts'
import { GROUPS, type StatusGroup } from './groups.ts'
import { type listQuery, type MessageClass, type MessageStatus, STATUSES } from './schema.ts'

/** Which messages of a workspace are asked for. Times are ranges of ids, since ids are made in the order of time. */
export interface Filter {
  workspaceId: string
  /** Null for any. */
  statuses: MessageStatus[] | null
  class: MessageClass | null
  numberHash: Buffer | null
  fromId: string
  beforeId: string
}

/** Comes after every id. */
const NO_END = '~'

/** @throws {Problem} 422 naming each parameter that says nothing. */
export function readFilter(
  context: Context,
  workspaceId: string,
  query: Omit<z.infer<typeof listQuery>, 'limit'>,
): Filter {
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
  return {
    workspaceId,
    statuses,
    class: query.class ?? null,
    numberHash,
    fromId: query.since ? idAt(query.since) : '',
    beforeId: ends.sort()[0] ?? NO_END,
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
