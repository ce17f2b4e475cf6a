import { createHash } from 'node:crypto'
import { recordChange, stating } from '../audit/record.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'

/** Somebody of whom something may be left. */
export interface Erasure {
  workspaceId: string
  personId: string
  /** Hashes of all numbers they had, and of those that nobody else has or had. */
  numbers: Buffer[]
  own: Buffer[]
  salt: Buffer
  /** Whether files that wait were looked through. */
  lookedFor: boolean
  /** What came later is no more theirs: somebody else may have the number. */
  markedAt: Date
  /** Whoever was at work when they were erased has ended. */
  allOut: boolean
  /** Whether all events were looked through. */
  eventsDone: boolean
}

/** By what they are known elsewhere. */
export interface SoughtOf {
  numbers: string[]
  emails: string[]
  /** What the product calls them; marks of before have none. */
  refs?: string[]
}

/** While one is at it, others look elsewhere; whoever is killed is followed after that. */
const LEASE_SECONDS = 60
/** Longer than any request that was let in before. */
const ALL_OUT_SECONDS = 60
const LOOKED_FOR_AT_ONCE = 200

/** Comes after every id. */
export const ALL_EVENTS = '~'
const ERASED_REF = 'erased_'

/** Stands where the person's id stood: one person stays one, and once the salt is gone nobody can tell who that was. */
export function erasedRef({ personId, salt }: Pick<Erasure, 'personId' | 'salt'>): string {
  return ERASED_REF + createHash('sha256').update(salt).update(personId).digest('hex').slice(0, 26)
}

export function isErasedRef(ref: string): boolean {
  return ref.startsWith(ERASED_REF)
}

export function soughtPurpose(personId: string): string {
  return `erasures.sought|${personId}`
}

/** The one that has waited longest. */
export async function takeErasure(context: Context): Promise<Erasure | undefined> {
  const [row] = await context.db.system((tx) =>
    tx.rows<Erasure>('erasure_take', TAKE, [LEASE_SECONDS, ALL_OUT_SECONDS]),
  )
  return row
}

const TAKE = `
update erasures e set look_at = now() + make_interval(secs => $1) from (
  select workspace_id, person_id from erasures where look_at <= now() order by look_at limit 1 for update skip locked
) due where e.workspace_id = due.workspace_id and e.person_id = due.person_id
returning e.workspace_id as "workspaceId", e.person_id as "personId", e.numbers, e.own, e.salt,
  e.looked_for_at is not null as "lookedFor", e.marked_at as "markedAt",
  e.marked_at < now() - make_interval(secs => $2) as "allOut", e.events_after = '${ALL_EVENTS}' as "eventsDone"`

/** By what people are known who were not looked for in files yet, this one first, as sealed; a file is read once for many. */
export function readSought(
  context: Context,
  { workspaceId, personId }: Erasure,
): Promise<{ personId: string; sealed: Buffer }[]> {
  const text = `select person_id as "personId", sought_sealed as sealed from erasures
    where workspace_id = $1 and looked_for_at is null order by person_id = $2 desc, marked_at limit ${LOOKED_FOR_AT_ONCE}`
  return context.db.system((tx) => tx.rows('erasure_sought', text, [workspaceId, personId]))
}

export async function noteLookedFor(context: Context, workspaceId: string, personIds: string[]): Promise<void> {
  const text = 'update erasures set looked_for_at = now() where workspace_id = $1 and person_id = any($2::text[])'
  await context.db.system((tx) => tx.rows('erasure_looked_for', text, [workspaceId, personIds]))
}

/** In the transaction that made them unreadable. */
export async function countErased(
  tx: Tx,
  { workspaceId, personId }: Pick<Erasure, 'workspaceId' | 'personId'>,
  kind: 'texts' | 'replies' | 'notices' | 'events',
  count: number,
): Promise<void> {
  const text = `update erasures set ${kind} = ${kind} + $3 where workspace_id = $1 and person_id = $2`
  await tx.rows(`erasure_count_${kind}`, text, [workspaceId, personId, count])
}

export async function lookAgainAt(context: Context, erasure: Erasure, afterSeconds: number): Promise<void> {
  const text = `update erasures set look_at = now() + make_interval(secs => $3) where workspace_id = $1 and person_id = $2`
  await context.db.system((tx) => tx.rows('erasure_again', text, [erasure.workspaceId, erasure.personId, afterSeconds]))
}

/** Nothing is left. How much there was is on record, with nobody's name. */
export async function endErasure(context: Context, { workspaceId, personId: target }: Erasure): Promise<void> {
  await context.db.system(async (tx) => {
    const text =
      'delete from erasures where workspace_id = $1 and person_id = $2 returning texts, replies, notices, events'
    const [gone] = await tx.rows<Record<'texts' | 'replies' | 'notices' | 'events', number>>('erasure_end', text, [
      workspaceId,
      target,
    ])
    if (!gone) return
    const actor = { workspaceId, kind: 'system', id: 'handset', name: 'Handset' } as const
    await recordChange(tx, actor, { action: 'person.erasing_done', target, changes: stating({ ...gone }) })
  })
}
