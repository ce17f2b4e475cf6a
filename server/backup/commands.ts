import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { backUp } from './backup.ts'
import { megabytes, tellProgress } from './progress.ts'
import { pauseRestored, type Restored, restore } from './restore.ts'

/** What the commands need to know of the configuration. */
interface Surroundings {
  dataDir: string
  databaseUrl: string | null
  keyFile: { path: string }
}

/** As the shell sees it: 0 is done, 1 could not be done, 2 was not understood. */
type ExitCode = 0 | 1 | 2

const USAGE = {
  backup: 'npm run handset -- backup [--to FOLDER] [--with-key]',
  restore: 'npm run handset -- restore --from FOLDER --data-dir DIR',
  restored: 'npm run handset -- restored [--at TIME]',
}

export async function backupCommand(args: string[], config: Surroundings): Promise<ExitCode> {
  const given = readArgs(args, { to: { type: 'string' }, 'with-key': { type: 'boolean', default: false } }, 'backup')
  if (!given) return 2
  if (given.to === '') return misunderstood('--to is empty.', 'backup')
  if (config.databaseUrl)
    return fail('DATABASE_URL is set: back that PostgreSQL up with its own tools. This is for the embedded one.')
  const to = resolve(given.to ?? join(config.dataDir, 'backups'))
  const options = { to, withKey: given['with-key']! }
  const startedMs = performance.now()
  return attempt(async () => {
    const { folder, manifest } = await backUp({ ...config, version: ownVersion() }, options, tellProgress(console.log))
    const bytes = Object.values(manifest.files).reduce((sum, file) => sum + file.bytes, 0)
    console.log(`Backed up to ${folder}: ${megabytes(bytes)} MB in ${seconds(startedMs)} s, read back and found whole.`)
    if (manifest.key.inside)
      console.log('The installation key is inside: who has this folder can read every number and secret.')
    else console.log(`The installation key is not inside. Keep a copy of ${manifest.key.was_at} somewhere else.`)
    if (to.startsWith(`${config.dataDir}/`)) console.log('It lies on the same disk as the database: take it elsewhere.')
  })
}

export async function restoreCommand(args: string[]): Promise<ExitCode> {
  const given = readArgs(args, { from: { type: 'string' }, 'data-dir': { type: 'string' } }, 'restore')
  if (!given) return 2
  const { from, 'data-dir': dataDir } = given
  if (!from || !dataDir) return misunderstood(`${from ? '--data-dir' : '--from'} is missing.`, 'restore')
  const startedMs = performance.now()
  return attempt(async () => {
    const restored = await restore(resolve(from), dataDir, tellProgress(console.log))
    console.log(`Restored to ${resolve(dataDir)} in ${seconds(startedMs)} s, checked page by page.`)
    for (const line of describe(restored, resolve(dataDir))) console.log(line)
  })
}

/** For a database that was brought back by other means, which cannot know it. */
export async function restoredCommand(args: string[], config: Surroundings): Promise<ExitCode> {
  const given = readArgs(args, { at: { type: 'string' } }, 'restored')
  if (!given) return 2
  const at = given.at === undefined ? null : new Date(given.at)
  if (at && Number.isNaN(at.getTime()))
    return misunderstood(`${given.at} is no time such as 2026-11-22T00:40:00Z.`, 'restored')
  return attempt(async () => {
    const paused = await pauseRestored(config, at, tellProgress(console.log))
    if (!paused) throw new Error('The database is empty: no Handset has run on it.')
    console.log('Sending is paused. What waits is looked up at the provider once Handset runs; then release sending.')
  })
}

function describe(restored: Restored, dataDir: string): string[] {
  const { manifest, migrated, workspaces, messages, waiting, inDoubt, keys } = restored
  const { key } = manifest
  const needed = keys.length
    ? ` It needs ${keys.join(' and ')}; npm run handset -- keys show says what a file holds.`
    : ''
  return [
    `It holds ${count(workspaces, 'workspace')} and ${count(messages, 'message')}, as they were at ${manifest.started.at} or a moment later.`,
    ...(migrated.length ? [`Brought to this version by ${migrated.join(', ')}.`] : []),
    ...(existsSync(join(dataDir, 'key')) || key.inside
      ? []
      : [`The key is not in the backup: put it at ${join(dataDir, 'key')}, or name it in HANDSET_KEY_FILE.${needed}`]),
    `Sending is paused: ${count(waiting, 'text')} waited and ${inDoubt} on the way may have been sent after the backup.`,
    'Once Handset runs, each is looked up at the provider; then an operator releases sending, under Health.',
  ]
}

function count(many: number, noun: string): string {
  return `${many} ${noun}${many === 1 ? '' : 's'}`
}

function readArgs<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  options: Options,
  command: keyof typeof USAGE,
) {
  try {
    return parseArgs({ args, options }).values
  } catch (error) {
    misunderstood((error as Error).message, command)
    return null
  }
}

function misunderstood(why: string, command: keyof typeof USAGE): 2 {
  console.error(`${why}\nUsage: ${USAGE[command]}`)
  return 2
}

async function attempt(work: () => Promise<void>): Promise<ExitCode> {
  try {
    await work()
    return 0
  } catch (error) {
    return fail(inWords(error as NodeJS.ErrnoException))
  }
}

const SYSTEM_WORDS: Record<string, string> = {
  ENOSPC: 'The disk is full',
  EDQUOT: 'This user may store no more there',
  EROFS: 'The disk is read-only',
  EACCES: 'This user may not do that',
  EPERM: 'This user may not do that',
}

function inWords({ code, message }: NodeJS.ErrnoException): string {
  const words = SYSTEM_WORDS[code ?? '']
  return words ? `${words} (${message}).` : message
}

function fail(line: string): 1 {
  console.error(line)
  return 1
}

function seconds(sinceMs: number): string {
  return ((performance.now() - sinceMs) / 1000).toFixed(1)
}

function ownVersion(): string {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version
}
