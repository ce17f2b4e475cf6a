import { actionsOf } from '../../shared/audit/tell.ts'
import { firstIdAt, isId } from '../kit/id.ts'
import { NO_CURSOR } from '../kit/page.ts'
import { invalid } from '../kit/problem.ts'
import type { AuditQuery } from './schema.ts'

/** Which entries of a workspace are asked for. Times are ranges of ids, since ids are made in the order of time. */
export interface Filter {
  workspaceId: string
  actor: string | null
  actions: string[] | null
  target: string | null
  fromId: string
  beforeId: string
}

/** Comes after every id. */
const NO_END = '~'

/** @throws {Problem} 422 for a cursor that is none. */
export function readFilter(workspaceId: string, query: AuditQuery & { after?: string | undefined }): Filter {
  const { after } = query
  if (after !== undefined && !isId('aud', after)) throw invalid([NO_CURSOR])
  const ends = [after, query.to && idAt(query.to)].filter((end) => end !== undefined)
  return {
    workspaceId,
    actor: query.actor || null,
    actions: query.action ? actionsOf(query.action) : null,
    target: query.target || null,
    fromId: query.from ? idAt(query.from) : '',
    beforeId: ends.sort()[0] ?? NO_END,
  }
}

/** Ids begin in 1970; nothing was done before. */
function idAt(time: string): string {
  return firstIdAt('aud', new Date(Math.max(0, Date.parse(time))))
}
