import { type ChainedEntry, chainHash } from './canonical.ts'

/** What is wrong with a log, and where. */
export interface Finding {
  kind: 'changed' | 'deleted' | 'inserted' | 'reordered' | 'truncated' | 'rewritten'
  workspaceId: string
  /** Its number in the chain; null for what was never chained. */
  seq: number | null
  entryId: string | null
  detail: string
}

/** A link whose hash does not come out of its entry and of what stands before it. */
export interface Misfit {
  seq: number
  entry: ChainedEntry
  hash: Buffer
  /** The hashes that stand before it, by their number; the one of its neighbour among them. */
  previous: Buffer
}

/** Pairs are tried each with each. */
const TRIED = 200

/**
 * Says of each misfit what was probably done. A hash tells only that something is different; but what was moved still
 * fits elsewhere, and that is tried out. `nearby` holds the hashes around the misfits, by number.
 */
export function explain(workspaceId: string, misfits: Misfit[], nearby: ReadonlyMap<number, Buffer>): Finding[] {
  const tried = misfits.slice(0, TRIED)
  const belongs = new Map(tried.map((misfit) => [misfit.seq, placeOf(misfit, tried, nearby)]))
  const skipped = new Set<number>()
  for (const { seq } of tried) {
    const place = belongs.get(seq)
    if (place?.kind !== 'after' || place.seq >= seq - 1) continue
    // What it follows stands further up: all between was put in, unless that belongs elsewhere itself.
    const between = range(place.seq + 1, seq - 1)
    if (between.every((one) => !belongs.get(one))) for (const one of between) skipped.add(one)
    if (between.every((one) => !belongs.get(one))) belongs.set(seq, { kind: 'in place' })
  }
  const inserted = [...skipped].map((seq) => {
    const entry = tried.find((one) => one.seq === seq)?.entry
    const detail = `Number ${seq} was put in: the next one follows what stands before it.`
    return { kind: 'inserted' as const, workspaceId, seq, entryId: entry?.id ?? null, detail }
  })
  const others = misfits.flatMap((misfit): Finding[] => {
    if (skipped.has(misfit.seq)) return []
    const place = belongs.get(misfit.seq)
    if (place?.kind === 'in place') return []
    return [place ? reordered(workspaceId, misfit, place) : changed(workspaceId, misfit)]
  })
  return [...inserted, ...others].sort((a, b) => a.seq! - b.seq!)
}

type Place = { kind: 'after' | 'holds'; seq: number } | { kind: 'in place' }

/** Where it, or what was chained under its number, is to be found now. */
function placeOf(misfit: Misfit, all: Misfit[], nearby: ReadonlyMap<number, Buffer>): Place | null {
  const { seq, entry, hash, previous } = misfit
  for (const other of all) {
    if (other.seq === seq) continue
    const swapped = { ...other.entry, id: entry.id }
    if (chainHash(previous, other.entry).equals(hash) || chainHash(previous, swapped).equals(hash))
      return { kind: 'holds', seq: other.seq }
  }
  for (const [number, before] of nearby)
    if (number !== seq && number !== seq - 1 && chainHash(before, entry).equals(hash))
      return { kind: 'after', seq: number }
  return null
}

function reordered(workspaceId: string, { seq, entry }: Misfit, place: Exclude<Place, { kind: 'in place' }>): Finding {
  const detail =
    place.kind === 'holds'
      ? `Number ${seq} (${entry.id}) is not in its place: what was chained as number ${seq} now stands at number ${place.seq}.`
      : `Number ${seq} (${entry.id}) is not in its place: it was chained right after what is now number ${place.seq}.`
  return { kind: 'reordered', workspaceId, seq, entryId: entry.id, detail }
}

function changed(workspaceId: string, { seq, entry }: Misfit): Finding {
  const { id, action, actor_name, at } = entry
  const detail = `Number ${seq} (${id}: ${action} by ${actor_name}, ${at}) is not what was chained: it was changed, or what stood before it was taken out.`
  return { kind: 'changed', workspaceId, seq, entryId: id, detail }
}

function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
}
