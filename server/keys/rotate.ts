import { setTimeout as sleep } from 'node:timers/promises'
import { recordChange } from '../audit/record.ts'
import { resealHeadsSecret } from '../audit/reseal.ts'
import type { Database, Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'
import { fixedRing } from '../kit/installation-key.ts'
import { ROTATION_LOCK } from '../kit/key-fit.ts'
import { openKeys } from '../kit/keys.ts'
import { keyCheck, keyName, sealer } from '../kit/seal.ts'
import { WRAPPING_LOCK } from '../kit/workspace-keys.ts'
import { resealLetters, resealSettings } from '../mail/reseal.ts'
import { readUnaware, type Unaware } from './holders.ts'
import { KeyFileFixed, keepKey, replaceKeyFile } from './key-file.ts'
import { type Plan, planRotation } from './plan.ts'
import { addDataKeys, reWrapSome } from './re-wrap.ts'

export interface RotateOptions {
  /** Workspaces get new keys too, for what is sealed from then on. */
  dataKeys: boolean
  /** Ends all sessions of the console. */
  signOut: boolean
  /** A file that is to hold the old key, for older backups. */
  keepOld: string | null
  /** For those that run to know of the new key. */
  waitSeconds: number
  say: (line: string) => void
}

/**
 * Puts a new key in the place of the installation's, while Handset runs. Killed at any point it is ended by the next call:
 * the file holds both keys until nothing is wrapped with the old one, and the database says which of them is in use.
 */
export async function rotateKeys(db: Database, path: string, options: RotateOptions): Promise<void> {
  const release = await takeTurn(db)
  try {
    const plan = await planRotation(db, path)
    if (plan.step === 'tidy') return await tidy(path, plan.next, plan.given, options)
    if (plan.step === 'announce') await begin(db, path, plan, options)
    else options.say(`Going on with what was begun at ${plan.began.toISOString()}.`)
    const wrapping = plan.step === 'wrap' ? plan : await planRotation(db, path)
    if (wrapping.step !== 'wrap') throw new Error('The rotation was undone meanwhile. Nothing is lost: run it again.')
    await wrapAll(db, path, wrapping, options)
    await end(db, wrapping, options)
    await tidy(path, wrapping.next, [keyName(wrapping.oldCheck)], options)
  } finally {
    await release()
  }
}

/** Of the last one that was killed, the server may hear a moment later. */
const TURN_WITHIN_MS = 5000

async function takeTurn(db: Database): Promise<() => Promise<void>> {
  const client = await db.pool.connect()
  const untilMs = performance.now() + TURN_WITHIN_MS
  for (;;) {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [ROTATION_LOCK])
    if (rows[0]!.mine) break
    if (performance.now() > untilMs) {
      client.release()
      throw new Error('A rotation is under way already.')
    }
    await sleep(100)
  }
  return async () => {
    await client.query('select pg_advisory_unlock($1)', [ROTATION_LOCK])
    client.release()
  }
}

async function begin(
  db: Database,
  path: string,
  { old, next, written }: Plan & { step: 'announce' },
  options: RotateOptions,
): Promise<void> {
  const { say, keepOld } = options
  if (keepOld) await keepKey(keepOld, old)
  if (!written) await addToFile(path, [old, next])
  say(`The new key is ${keyName(keyCheck(next))}; ${path} holds both until the old one is of no use any more.`)
  await db.signIn((tx) =>
    tx
      .updateTable('installation')
      .set({ next_key_check: keyCheck(next) })
      .execute(),
  )
  await waitForAll(db, path, next, options)
  await db.signIn((tx) => replace(tx, old, next, options.dataKeys))
  say(`${keyName(keyCheck(next))} is in use.`)
}

async function addToFile(path: string, keys: Buffer[]): Promise<void> {
  await replaceKeyFile(path, keys).catch((error: Error) => {
    throw error instanceof KeyFileFixed
      ? new Error(
          `${error.message} Nothing was changed. Put a new key there as a second line (openssl rand -base64 32) wherever the file comes from, and run this again.`,
        )
      : error
  })
}

/** Whoever does not know the key could not open what is wrapped with it. */
async function waitForAll(db: Database, path: string, next: Buffer, options: RotateOptions): Promise<void> {
  const startedMs = performance.now()
  for (let told = false; ; ) {
    const unaware = await readUnaware(db, keyCheck(next))
    if (unaware.length === 0) return
    const waitedMs = performance.now() - startedMs
    if (waitedMs > options.waitSeconds * 1000)
      throw new Error(
        `Nothing is wrapped with the new key yet: ${list(unaware)} cannot know it. Copy ${path} there and run this again.`,
      )
    if (!told && waitedMs > 5000) {
      told = true
      options.say(`Waiting for ${list(unaware)} to read the new key.`)
    }
    await sleep(200)
  }
}

function list(unaware: Unaware[]): string {
  return unaware.map(({ host, pid }) => `process ${pid} on ${host}`).join(', ')
}

/** From here on nothing is wrapped with the old key any more: whoever wraps holds the lock and reads which is in use. */
async function replace(tx: Tx, old: Buffer, next: Buffer, dataKeys: boolean): Promise<void> {
  await tx.rows('wrapping_lock_alone', 'select pg_advisory_xact_lock($1)', [WRAPPING_LOCK])
  const { pepper } = await tx.selectFrom('installation').select('pepper').forUpdate().executeTakeFirstOrThrow()
  const [from, to] = [keyCheck(old), keyCheck(next)]
  const wrapped = sealer(next, 'installation').seal('pepper', sealer(old, 'installation').open('pepper', pepper))
  await tx.updateTable('installation').set({ key_check: to, next_key_check: null, pepper: wrapped }).execute()
  await tx.insertInto('former_keys').values({ key_check: from, data_keys: dataKeys }).execute()
  const changes = { key: { from: keyName(from), to: keyName(to) } }
  await recordChange(tx, COMMAND, { action: 'installation_key.replaced', target: 'installation', changes })
}

/** Whoever can run the command holds the key file, and is not known by name here. */
const COMMAND = { workspaceId: INSTALLATION, kind: 'system', id: 'keys rotate', name: 'Command line' } as const

async function wrapAll(
  db: Database,
  path: string,
  plan: Plan & { step: 'wrap' },
  options: RotateOptions,
): Promise<void> {
  const { next, old, began } = plan
  const ring = fixedRing(old ? [next, old] : [next], path)
  let count = 0
  for (let done = await reWrapSome(db, ring, next, null); done; done = await reWrapSome(db, ring, next, done.after)) {
    count += done.count
    options.say(`${count} ${count === 1 ? 'key' : 'keys'} of workspaces wrapped anew`)
  }
  const { installation } = await openKeys(db, ring)
  await resealSettings(db, installation)
  await resealHeadsSecret(db, installation)
  for (let at: string | null = ''; at !== null; ) at = await resealLetters(db, installation, at)
  if (!plan.dataKeys && !options.dataKeys) return
  let added = 0
  for (let some = await addDataKeys(db, next, began); some; some = await addDataKeys(db, next, began)) {
    added += some
    options.say(`${added} new ${added === 1 ? 'key' : 'keys'} for workspaces, which seal from a minute on`)
  }
}

async function end(db: Database, { next, oldCheck }: Plan & { step: 'wrap' }, { signOut, say }: RotateOptions) {
  await db.signIn(async (tx) => {
    await tx.updateTable('former_keys').set({ done_at: new Date() }).where('key_check', '=', oldCheck).execute()
    if (signOut) await tx.deleteFrom('auth_sessions').execute()
    const changes = {
      key: { from: keyName(oldCheck), to: keyName(keyCheck(next)) },
      ...(signOut && { sessions: { from: 'open', to: 'ended' } }),
    }
    await recordChange(tx, COMMAND, { action: 'installation_key.given_up', target: 'installation', changes })
  })
  if (signOut) say('Everybody was signed out.')
}

async function tidy(path: string, next: Buffer, given: string[], { say }: RotateOptions): Promise<void> {
  const gone = given.join(' and ')
  await replaceKeyFile(path, [next]).catch((error: Error) => {
    throw new Error(
      `Nothing needs key ${gone} any more, but ${error.message} Take its line out where the file comes from.`,
    )
  })
  say(`Everything is wrapped with ${keyName(keyCheck(next))}; ${gone} was taken out of ${path}.`)
  say(`Backups from before that do not hold their key open with ${gone} alone.`)
}
