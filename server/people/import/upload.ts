import type { Context } from '../../kit/context.ts'
import type { Tx } from '../../kit/db.ts'
import { chance } from '../../kit/id.ts'
import { invalid, Problem } from '../../kit/problem.ts'
import { inChunks, keepChunk, readChunks, type Upload } from './chunks.ts'
import { encodingOf, listenForUtf8 } from './encoding.ts'
import { type ImportRow, lockImport, readImport, refuseUnless, toOut } from './imports.ts'
import { layoutOf } from './in-thread.ts'
import type { Layout, LayoutWanted } from './layout.ts'
import type { Column } from './read-row.ts'
import { Unreadable } from './records.ts'
import type { ImportOut, ImportPatch } from './schema.ts'
import { suggestTargets } from './suggest.ts'

export const LARGEST_FILE_BYTES = 50 * 1024 * 1024

/**
 * Keeps a file, sealed piece by piece as it arrives, and looks how it is to be read. A second upload takes the place of
 * the first, one that broke off included.
 *
 * @throws {Problem} 404, 409 past its start, 413 for a file that is too large, 422 for one that cannot be read.
 */
export async function receiveFile(
  context: Context,
  workspaceId: string,
  importId: string,
  body: AsyncIterable<Uint8Array> | null,
): Promise<ImportOut> {
  const at = { workspaceId, importId, upload: chance(16) }
  await context.db.tenant(workspaceId, (tx) => beginUpload(tx, at))
  const { size, wanted } = await keepFile(context, at, body)
  return takeLayout(context, at, wanted, size)
}

async function beginUpload(tx: Tx, { workspaceId, importId, upload }: Upload): Promise<void> {
  refuseUnless(await lockImport(tx, workspaceId, importId), ['waiting', 'ready'])
  await tx.rows(
    'import_upload',
    `update imports set upload = $3, state = 'waiting', size_bytes = null, rows = null, columns = '[]', checked = null
     where workspace_id = $1 and id = $2`,
    [workspaceId, importId, upload],
  )
  await tx.rows('import_former', 'delete from import_chunks where workspace_id = $1 and import_id = $2', [
    workspaceId,
    importId,
  ])
}

async function keepFile(
  context: Context,
  at: Upload,
  body: AsyncIterable<Uint8Array> | null,
): Promise<{ size: number; wanted: LayoutWanted }> {
  const sealer = await context.keys.forWorkspace(at.workspaceId)
  const utf8 = listenForUtf8()
  let head: Uint8Array = new Uint8Array()
  let size = 0
  let n = 0
  for await (const chunk of inChunks(body ?? nothing())) {
    size += chunk.length
    if (size > LARGEST_FILE_BYTES) {
      await dropFile(context, at)
      throw new Problem(413, 'too_large', 'The file is larger than 50 MB. Split it.')
    }
    if (n === 0) head = chunk
    utf8.hear(chunk)
    if (!(await keepChunk(context, sealer, at, n++, chunk)))
      throw new Problem(409, 'replaced', 'Another upload of this import was begun, or it was started or cancelled.')
  }
  return { size, wanted: { encoding: encodingOf(head, utf8.end()), delimiter: null, has_header: null } }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

function dropFile(context: Context, { workspaceId, importId, upload }: Upload): Promise<unknown> {
  return context.db.tenant(workspaceId, (tx) =>
    tx.rows('import_drop', 'delete from import_chunks where workspace_id = $1 and import_id = $2 and upload = $3', [
      workspaceId,
      importId,
      upload,
    ]),
  )
}

async function takeLayout(context: Context, at: Upload, wanted: LayoutWanted, size: number): Promise<ImportOut> {
  const layout = await look(context, at, wanted).catch(async (error: unknown) => {
    await dropFile(context, at)
    throw error
  })
  const to = layout.has_header ? suggestTargets(layout.names) : layout.names.map(() => null)
  const columns = layout.names.map((name, i) => ({ name, to: to[i]!, country: null }))
  return context.db.tenant(at.workspaceId, (tx) => writeLayout(tx, at, { ...layout, columns, size }))
}

/** @throws {Problem} 422 in words for whoever brought the file. */
async function look(context: Context, at: Upload, wanted: LayoutWanted): Promise<Layout> {
  const sealer = await context.keys.forWorkspace(at.workspaceId)
  try {
    return await layoutOf(readChunks(context, sealer, at), wanted)
  } catch (error) {
    if (error instanceof Unreadable) throw new Problem(422, error.code, error.message)
    throw error
  }
}

interface Known extends Layout {
  columns: Column[]
  size: number
}

async function writeLayout(tx: Tx, at: Upload, known: Known): Promise<ImportOut> {
  const row = await lockImport(tx, at.workspaceId, at.importId)
  if (row.upload !== at.upload)
    throw new Problem(409, 'replaced', 'Another upload of this import was begun. Its file counts.')
  refuseUnless(row, ['waiting', 'ready'])
  const { size, encoding, delimiter, has_header, columns, rows } = known
  await tx.rows(
    'import_layout',
    `update imports set state = 'ready', size_bytes = $3, encoding = $4, delimiter = $5, has_header = $6, columns = $7,
       rows = $8, checked = null where workspace_id = $1 and id = $2`,
    [at.workspaceId, at.importId, size, encoding, delimiter, has_header, JSON.stringify(columns), rows],
  )
  return toOut(await readImport(tx, at.workspaceId, at.importId))
}

/**
 * Reads the file another way than was detected, or makes other things of its columns.
 *
 * @throws {Problem} 404, 409 past its start, 422.
 */
export async function changeReading(
  context: Context,
  workspaceId: string,
  importId: string,
  patch: ImportPatch,
): Promise<ImportOut> {
  const { consent, ...reading } = patch
  const row = await context.db.tenant(workspaceId, (tx) => keepConsent(tx, workspaceId, importId, consent))
  // What the people agreed to is no other reading of the file.
  if (Object.keys(reading).length === 0) return toOut(row)
  const at = { workspaceId, importId, upload: row.upload! }
  const layout = await layoutAfter(context, at, row, patch)
  const columns = columnsAfter(row, layout, patch)
  return context.db.tenant(workspaceId, (tx) => writeLayout(tx, at, { ...layout, columns, size: row.size_bytes! }))
}

async function keepConsent(
  tx: Tx,
  workspaceId: string,
  importId: string,
  consent: ImportPatch['consent'],
): Promise<ImportRow> {
  const row = await lockImport(tx, workspaceId, importId)
  refuseUnless(row, ['ready'])
  if (consent === undefined) return row
  const text = 'update imports set consent = $3 where workspace_id = $1 and id = $2'
  await tx.rows('import_consent', text, [workspaceId, importId, consent && JSON.stringify(consent)])
  return { ...row, consent }
}

async function layoutAfter(context: Context, at: Upload, row: ImportRow, patch: ImportPatch): Promise<Layout> {
  const { encoding, delimiter, has_header } = row
  const known = { encoding: encoding!, delimiter: delimiter!, has_header: has_header! }
  const wanted = {
    encoding: patch.encoding ?? known.encoding,
    delimiter: patch.delimiter ?? known.delimiter,
    has_header: patch.has_header ?? known.has_header,
  }
  const same = (Object.keys(known) as (keyof typeof known)[]).every((name) => known[name] === wanted[name])
  if (same) return { ...known, names: row.columns.map(({ name }) => name), rows: row.rows! }
  return look(context, at, wanted)
}

function columnsAfter(row: ImportRow, { names, has_header }: Layout, patch: ImportPatch): Column[] {
  const suggested = has_header ? suggestTargets(names) : names.map(() => null)
  const stays = names.length === row.columns.length && names.every((name, i) => name === row.columns[i]!.name)
  if (!patch.columns) return stays ? row.columns : names.map((name, i) => ({ name, to: suggested[i]!, country: null }))
  const { columns } = patch
  if (columns.length !== names.length)
    throw invalid([
      { pointer: '/columns', detail: `The file has ${names.length} columns, and this says ${columns.length}.` },
    ])
  const twice = columns.findIndex(({ to }, i) => to !== null && columns.findIndex((other) => other.to === to) < i)
  if (twice >= 0) throw invalid([{ pointer: `/columns/${twice}/to`, detail: 'Another column becomes this already.' }])
  return names.map((name, i) => ({ name, to: columns[i]!.to, country: columns[i]!.country ?? null }))
}
