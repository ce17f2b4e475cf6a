import type { Context } from '../../kit/context.ts'
import type { Sealer } from '../../kit/seal.ts'

/** A file on its way in: which upload of which import. */
export interface Upload {
  workspaceId: string
  importId: string
  upload: string
}

/** Sealing and sending make several copies of each, which lie about until they are collected. */
const CHUNK_BYTES = 256 * 1024

/** Cuts what arrives in pieces of any size into pieces of one size. */
export async function* inChunks(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = []
  let bytes = 0
  for await (const piece of source) {
    waiting.push(piece)
    bytes += piece.length
    while (bytes >= CHUNK_BYTES) {
      const all = Buffer.concat(waiting)
      yield all.subarray(0, CHUNK_BYTES)
      waiting = [Buffer.from(all.subarray(CHUNK_BYTES))]
      bytes -= CHUNK_BYTES
    }
  }
  if (bytes > 0) yield Buffer.concat(waiting)
}

/** False when another upload took its place. */
export async function keepChunk(
  context: Context,
  sealer: Sealer,
  at: Upload,
  n: number,
  chunk: Buffer,
): Promise<boolean> {
  const sealed = sealer.seal(purposeOf(at, n), chunk.toString('latin1'))
  const kept = await context.db.tenant(at.workspaceId, (tx) =>
    tx.rows('import_chunk_keep', KEEP, [at.workspaceId, at.importId, at.upload, n, sealed]),
  )
  return kept.length > 0
}

const KEEP = `
insert into import_chunks (workspace_id, import_id, upload, n, sealed)
select workspace_id, id, upload, $4::int, $5::bytea from imports
where workspace_id = $1 and id = $2 and upload = $3 and state in ('waiting', 'ready') for share
returning n`

/** The file from its beginning; any process that has the keys can read it. */
export async function* readChunks(
  context: Context,
  sealer: Sealer,
  at: Upload,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let n = 0; ; n++) {
    const [row] = await context.db.tenant(at.workspaceId, (tx) =>
      tx.rows<{ sealed: Buffer }>('import_chunk', READ, [at.workspaceId, at.importId, at.upload, n]),
    )
    if (!row) return
    yield bytesOf(sealer.open(purposeOf(at, n), row.sealed))
  }
}

/** In memory of their own, which a thread may be given. */
function bytesOf(latin1: string): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(new ArrayBuffer(latin1.length))
  bytes.write(latin1, 'latin1')
  return bytes
}

const READ = `select sealed from import_chunks where workspace_id = $1 and import_id = $2 and upload = $3 and n = $4`

function purposeOf({ importId, upload }: Upload, n: number): string {
  return `import_chunks.sealed|${importId}|${upload}|${n}`
}
