import type { Tx } from '../kit/db.ts'
import type { SenderKind } from '../providers/adapter.ts'
import { BURST_SECONDS } from './claim.ts'

/** What a sender has just been given to send. */
export interface Spent {
  account: string
  sender: string
  segments: number
}

/**
 * Segments a second that a sender of this kind may be expected to have, as a starting point that an administrator edits
 * (Twilio, "Understanding Twilio rate limits and message queues"); null for no limit. A service sends from several
 * numbers, a webhook's gateway paces itself.
 */
export function usualPace(provider: string, kind: SenderKind | null, country: string | null): number | null {
  if (provider !== 'twilio' || kind === null) return null
  if (kind === 'short_code') return 100
  if (kind === 'messaging_service') return null
  return country === 'CA' ? 1 : 10
}

/** Counts what was begun towards each sender's pace. Last in its transaction, and commits it: other workers wait for these rows. */
export async function spendPace(tx: Tx, spent: Spent[]): Promise<void> {
  const sums = new Map<string, Spent>()
  for (const one of spent) {
    const key = `${one.account}|${one.sender}`
    const sum = sums.get(key)
    if (sum) sum.segments += one.segments
    else sums.set(key, { ...one })
  }
  const rows = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  await tx.rowsAndCommit('pace_spend', SPEND, [
    rows.map((row) => row.account),
    rows.map((row) => row.sender),
    rows.map((row) => row.segments),
  ])
}

const SPEND = `
update paces p set next_at = greatest(p.next_at, now() - interval '${BURST_SECONDS} seconds')
  + make_interval(secs => s.segments / p.segments_per_second)
from unnest($1::text[], $2::text[], $3::int[]) as s(account, sender, segments)
where p.account = s.account and p.sender = s.sender and p.segments_per_second is not null`
