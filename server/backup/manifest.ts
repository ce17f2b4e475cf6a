import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const file = z.object({ bytes: z.number().int(), sha256: z.string() })
const moment = z.object({ at: z.iso.datetime(), lsn: z.string() })

const contents = z.object({
  format: z.literal(1),
  handset: z.string(),
  postgres: z.string(),
  system_identifier: z.string(),
  timeline: z.number().int(),
  migrations: z.array(z.string()),
  /** All that was stored before the first is in the backup; it may hold some of what was stored until the second. */
  started: moment,
  stopped: moment,
  /** Whether the installation's key lies in the backup, or else where it was. */
  key: z.union([z.object({ inside: z.literal(true) }), z.object({ inside: z.literal(false), was_at: z.string() })]),
  files: z.record(z.string(), file),
})

/** What a backup says of itself. It is written last: a folder without it is no backup. */
export type Manifest = z.infer<typeof contents>

const MANIFEST = 'manifest.json'

export function writeManifest(manifest: Manifest): { name: string; text: string } {
  return { name: MANIFEST, text: `${JSON.stringify({ ...manifest, sha256: digest(manifest) }, null, 2)}\n` }
}

/** @throws {Error} in one line when there is none, or not the one that was written. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new Error(`${folder} is no backup, or not a whole one: it has no ${MANIFEST}.`)
    throw new Error(`${join(folder, MANIFEST)} cannot be read: ${error.code}.`)
  })
  const { sha256, ...rest } = parse(text)
  const read = contents.safeParse(rest)
  if (!read.success || sha256 !== digest(rest)) {
    const newer = typeof rest.format === 'number' && rest.format > 1
    throw new Error(newer ? `${folder} was made by a newer Handset.` : `${join(folder, MANIFEST)} was changed.`)
  }
  return read.data
}

function parse(text: string): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null ? { ...read } : {}
  } catch {
    return {}
  }
}

function digest(manifest: object): string {
  return createHash('sha256').update(JSON.stringify(manifest)).digest('hex')
}
