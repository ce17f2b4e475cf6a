import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Head, readHeads } from './audit/heads-text.ts'
import { type Judged, verifyAll } from './audit/verify-all.ts'
import type { Database } from './kit/db.ts'
import { type Place, withDatabase } from './with-database.ts'

const USAGE = 'Usage: npm run handset -- audit verify [--heads FILE] [--workspace ID]'
/** Of one workspace; with more, something larger is wrong than a list can say. */
const TOLD = 20

/** @returns 0 when all logs are sound, 1 when something is wrong or could not be looked at, 2 for what was not understood. */
export async function auditCommand(args: string[], config: Place): Promise<0 | 1 | 2> {
  const given = readArgs(args)
  if (typeof given === 'string') {
    console.error(`${given}\n${USAGE}`)
    return 2
  }
  try {
    const heads = given.heads === undefined ? null : await readHeadsFile(given.heads)
    return await withDatabase(config, (db) => verify(db, given.workspace ?? null, heads))
  } catch (error) {
    console.error((error as Error).message)
    return 1
  }
}

function readArgs(args: string[]): { heads?: string | undefined; workspace?: string | undefined } | string {
  const [name, ...rest] = args
  if (name !== 'verify') return name ? `There is no command audit ${name}.` : 'Say what to do with the audit log.'
  try {
    return parseArgs({ args: rest, options: { heads: { type: 'string' }, workspace: { type: 'string' } } }).values
  } catch (error) {
    return (error as Error).message
  }
}

async function readHeadsFile(path: string): Promise<Head[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${path} cannot be read (${error.code}).`)
  })
  const heads = readHeads(text)
  if (heads.length === 0) throw new Error(`${path} holds no heads of an audit log.`)
  return heads
}

async function verify(db: Database, only: string | null, heads: Head[] | null): Promise<0 | 1> {
  const sum: Sum = { workspaces: 0, entries: 0, findings: 0, unsound: 0, waiting: 0, oldest: null, going: 0 }
  for await (const judged of verifyAll(db, only, heads ?? [])) {
    tell(judged, only !== null)
    add(sum, judged)
  }
  if (sum.workspaces + sum.going === 0) throw new Error(`There is no workspace ${only}.`)
  if (sum.workspaces === 0) throw new Error('Nothing was verified.')
  const all = `${count(sum.workspaces, 'workspace')} with ${count(sum.entries, 'chained entry', 'chained entries')}`
  if (sum.findings) console.log(`NOT SOUND: ${count(sum.findings, 'finding')} in ${sum.unsound} of ${all}.`)
  else console.log(`Sound: ${all}. Nothing was changed, deleted, put in or moved.`)
  if (sum.going) console.log(`Not verified: ${count(sum.going, 'workspace')} being deleted, named above.`)
  if (heads) console.log(`Compared with ${count(heads.length, 'head')} kept outside.`)
  else console.log('Whether the end was cut off, or all of it rewritten, shows only with --heads FILE.')
  const { waiting, oldest } = sum
  if (oldest)
    console.log(`Not chained yet: ${count(waiting, 'entry', 'entries')}, the oldest of ${oldest.toISOString()}.`)
  return sum.findings ? 1 : 0
}

interface Sum {
  workspaces: number
  entries: number
  findings: number
  unsound: number
  waiting: number
  oldest: Date | null
  /** Being deleted, and so not verified. */
  going: number
}

function add(sum: Sum, { fate, head, findings, tail }: Judged): void {
  if (fate === 'being_deleted') {
    sum.going += 1
    return
  }
  sum.workspaces += 1
  sum.entries += head?.seq ?? 0
  sum.findings += findings.length
  sum.unsound += findings.length ? 1 : 0
  sum.waiting += tail.count
  if (tail.oldestAt && (!sum.oldest || tail.oldestAt < sum.oldest)) sum.oldest = tail.oldestAt
}

function tell(judged: Judged, always: boolean): void {
  const { workspaceId, name, fate, findings } = judged
  if (findings.length || always || fate === 'being_deleted')
    console.log(`${workspaceId} (${name}): ${standing(judged)}`)
  for (const { kind, detail } of findings.slice(0, TOLD)) console.log(`  ${kind.padEnd(9)}  ${detail}`)
  if (findings.length > TOLD) console.log(`  and ${findings.length - TOLD} more`)
}

function standing({ fate, head }: Judged): string {
  if (fate === 'being_deleted') return 'being deleted, not verified'
  if (fate === 'deleted') return 'gone'
  return head ? `ends at number ${head.seq}, ${head.hash.toString('hex')}` : 'nothing is chained'
}

function count(many: number, one: string, more = `${one}s`): string {
  return `${many.toLocaleString('en')} ${many === 1 ? one : more}`
}
