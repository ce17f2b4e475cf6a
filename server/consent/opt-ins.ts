import { createHash } from 'node:crypto'
import type { Tx } from '../kit/db.ts'
import { newId } from '../kit/id.ts'

interface NewOptIn {
  workspaceId: string
  numberHash: Buffer
  personId: string | null
  source: 'confirmed' | 'import' | 'api'
  /** Word for word, as it was shown. */
  wording: string
  address: string | null
  /** As whoever brings it calls the wording; left out, the beginning of its hash. */
  version?: string | null
  /** When and where it was given, and who brought it, where that was not here and now. */
  saidAt?: string | null
  origin?: string | null
  byName?: string | null
}

export interface OptIn {
  source: NewOptIn['source']
  wording: string
  wording_version: string
  from_address: string | null
  at: Date
  said_at: Date | null
  origin: string | null
  by_name: string | null
}

/** All that was kept for a number, the last first. */
export async function listOptIns(tx: Tx, workspaceId: string, numberHash: Buffer): Promise<OptIn[]> {
  return tx.rows<OptIn>(
    'opt_ins_list',
    `select source, wording, wording_version, from_address, at, said_at, origin, by_name from opt_ins
     where workspace_id = $1 and number_hash = $2 order by id desc limit 20`,
    [workspaceId, numberHash],
  )
}

/** Keeps what somebody was told when they said yes, for whoever asks years later. Nothing ever changes it. */
export async function recordOptIn(tx: Tx, optIn: NewOptIn): Promise<void> {
  await tx
    .insertInto('opt_ins')
    .values({
      workspace_id: optIn.workspaceId,
      id: newId('oin'),
      number_hash: optIn.numberHash,
      person_id: optIn.personId,
      source: optIn.source,
      wording: optIn.wording,
      wording_version: optIn.version || versionOf(optIn.wording),
      from_address: optIn.address,
      said_at: optIn.saidAt ? new Date(optIn.saidAt) : null,
      origin: optIn.origin || null,
      by_name: optIn.byName ?? null,
    })
    .execute()
}

/** The same of many at once, who were all told the same. */
export async function recordOptIns(
  tx: Tx,
  told: Omit<NewOptIn, 'numberHash' | 'personId'>,
  people: { numberHash: Buffer; personId: string }[],
): Promise<void> {
  if (people.length === 0) return
  const { workspaceId, source, wording, version, address, saidAt, origin, byName } = told
  await tx.rows(
    'opt_ins_record',
    `insert into opt_ins (workspace_id, id, number_hash, person_id, source, wording, wording_version, from_address, said_at, origin, by_name)
     select $1, o.id, o.number_hash, o.person_id, $5, $6, $7, $8, $9::timestamptz, $10, $11
     from unnest($2::text[], $3::bytea[], $4::text[]) as o(id, number_hash, person_id)`,
    [
      workspaceId,
      people.map(() => newId('oin')),
      people.map(({ numberHash }) => numberHash),
      people.map(({ personId }) => personId),
      source,
      wording,
      version || versionOf(wording),
      address,
      saidAt ?? null,
      origin || null,
      byName ?? null,
    ],
  )
}

/** The same for the same words everywhere, so that it needs no numbering. */
export function versionOf(wording: string): string {
  return createHash('sha256').update(wording).digest('hex').slice(0, 12)
}
