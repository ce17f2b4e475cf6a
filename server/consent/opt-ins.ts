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
      wording_version: versionOf(optIn.wording),
      from_address: optIn.address,
    })
    .execute()
}

/** The same for the same words everywhere, so that it needs no numbering. */
export function versionOf(wording: string): string {
  return createHash('sha256').update(wording).digest('hex').slice(0, 12)
}
