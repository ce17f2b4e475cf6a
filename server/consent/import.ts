import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { invalid } from '../kit/problem.ts'
import type { Sealer } from '../kit/seal.ts'
import { sealPurpose, writeOptOuts } from './opt-outs.ts'
import { type FileEntry, readFile } from './read-file.ts'
import type { ImportInput, ImportOut } from './schema.ts'

const MOST_LINES = 20_000
/** So many numbers are locked at once: attempts to them wait that long. */
const AT_ONCE = 500

/**
 * Stops the numbers of a file, as people had stopped them elsewhere: nobody lifts such an entry by hand. In steps, each
 * whole; a file that broke off is simply sent again.
 */
export async function importOptOuts(
  context: Context,
  actor: Actor,
  { file, name, dry_run }: ImportInput,
): Promise<ImportOut> {
  const read = readFile(file)
  if (!read) throw invalid([{ pointer: '/file', detail: 'No column of it is called number.' }])
  const { errors, refused } = read
  const entries = read.entries.map((entry) => ({ ...entry, note: entry.note ?? (name ? `From ${name}` : null) }))
  if (entries.length + refused > MOST_LINES)
    throw invalid([{ pointer: '/file', detail: 'It has more than 20,000 lines. Send it in parts.' }])
  if (dry_run) {
    const added = await countNew(context, actor, entries)
    return { added, standing: entries.length - added, errors, refused }
  }
  const sealer = await context.keys.forWorkspace(actor.workspaceId)
  let added = 0
  for (let i = 0; i < entries.length; i += AT_ONCE)
    added += await stopSome(context, actor, sealer, entries.slice(i, i + AT_ONCE))
  return { added, standing: entries.length - added, errors, refused }
}

/** How many numbers of a file are not stopped yet. */
async function countNew(context: Context, { workspaceId }: Actor, entries: FileEntry[]): Promise<number> {
  const known = new Map(entries.map(({ number }) => [number, context.keys.hashNumber(number)]))
  const hashes = [...known.values()]
  const standing = (tx: Tx) => tx.rows<{ count: number }>('opt_outs_standing', STANDING, [workspaceId, hashes])
  const [row] = await context.db.tenant(workspaceId, standing)
  return hashes.length - row!.count
}

const STANDING = `
select count(*)::int as count from unnest($2::bytea[]) as given(number_hash)
where exists (select from opt_outs o where o.workspace_id = $1 and o.number_hash = given.number_hash)`

async function stopSome(context: Context, actor: Actor, sealer: Sealer, some: FileEntry[]): Promise<number> {
  const { workspaceId, name: createdBy } = actor
  const entries = some.map(({ number, note }) => {
    const numberHash = context.keys.hashNumber(number)
    const numberSealed = sealer.seal(sealPurpose(numberHash), number)
    return { workspaceId, numberHash, numberSealed, source: 'import' as const, note, createdBy }
  })
  return context.db.tenant(workspaceId, async (tx) => {
    const { length: count } = await writeOptOuts(tx, entries)
    if (count > 0) {
      const changes = { count: { from: null, to: count } }
      await recordChange(tx, actor, { action: 'opt_out.imported', target: 'opt_outs', changes })
    }
    return count
  })
}
