import type { Context } from '../../kit/context.ts'
import { type Erasure, noteLookedFor, readSought, type SoughtOf, soughtPurpose } from '../erasures.ts'
import { readChunks } from './chunks.ts'

/** Fewer digits would be found in any file. */
const FEWEST_DIGITS = 7
/** Longer than any number or address: one that two pieces of the file share is found in the second. */
const OVERLAP = 400

/**
 * Drops files that wait to be imported and name somebody who was erased meanwhile: they would bring them back. One that is
 * being imported is gone when that is done.
 */
export async function dropFilesOf(context: Context, erasure: Erasure): Promise<void> {
  const { workspaceId } = erasure
  if (erasure.lookedFor) return
  const sealer = await context.keys.forWorkspace(workspaceId)
  const waiting = await context.db.tenant(workspaceId, (tx) =>
    tx.rows<{ id: string; upload: string }>('import_files_waiting', WAITING, [workspaceId]),
  )
  if (waiting.length === 0) return
  const people = await readSought(context, erasure)
  const sought = needlesOf(people.map(({ personId, sealed }) => sealer.open(soughtPurpose(personId), sealed)))
  for (const { id: importId, upload } of waiting) {
    const chunks = readChunks(context, sealer, { workspaceId, importId, upload })
    if (await isNamed(chunks, sought))
      await context.db.system((tx) => tx.rows('import_file_drop', DROP, [workspaceId, importId, upload, NAMES_ERASED]))
  }
  await noteLookedFor(
    context,
    workspaceId,
    people.map(({ personId }) => personId),
  )
}

const NAMES_ERASED = 'Somebody in it was erased after it was uploaded. Upload one without them.'

const WAITING = `
select id, upload from imports where workspace_id = $1 and state in ('waiting', 'ready', 'checking') and upload is not null`

/** Files that are kept for long expire the same way. */
const DROP = `
with dropped as (
  update imports set state = 'expired', upload = null, lease = null, leased_until = null, trouble = $4, finished_at = now()
  where workspace_id = $1 and id = $2 and upload = $3 and state in ('waiting', 'ready', 'checking') returning id
)
delete from import_chunks c using dropped d where c.workspace_id = $1 and c.import_id = d.id`

interface Sought {
  digits: string[]
  texts: string[]
}

/** However a number is written, its digits follow each other; of those the last are the same with and without a country. */
function needlesOf(sought: string[]): Sought {
  const known = sought.map((json) => JSON.parse(json) as SoughtOf)
  const numbers = known.flatMap((one) => one.numbers)
  const emails = known.flatMap((one) => one.emails)
  const digits = numbers.map((number) => number.replace(/\D/g, '').slice(-9))
  return {
    digits: digits.filter((one) => one.length >= FEWEST_DIGITS),
    texts: emails.map((email) => Buffer.from(email.toLowerCase()).toString('latin1')),
  }
}

/** Whatever the encoding, digits and what an address is made of are the same bytes, with zeros between them at most. */
async function isNamed(chunks: AsyncIterable<Uint8Array>, { digits, texts }: Sought): Promise<boolean> {
  let kept = ''
  for await (const chunk of chunks) {
    const text = kept + Buffer.from(chunk).toString('latin1').replaceAll('\0', '').toLowerCase()
    if (texts.some((one) => text.includes(one))) return true
    const joined = text.replace(/[ ()./+\xa0-]+/g, '')
    if (digits.some((one) => joined.includes(one))) return true
    kept = text.slice(-OVERLAP)
  }
  return false
}
