import { chmod } from 'node:fs/promises'
import pg from 'pg'
import { refuseHalfRestored } from './backup/half-restored.ts'
import type { Config } from './config.ts'
import { keepMinute } from './health/keep-minute.ts'
import { buildApp, type Listening, listen, type Middleware } from './http.ts'
import { holdKeys } from './keys/holders.ts'
import type { Context } from './kit/context.ts'
import { type Database, openDatabase } from './kit/db.ts'
import { createEgress } from './kit/egress/egress.ts'
import { startEmbeddedPostgres } from './kit/embedded-postgres/start.ts'
import { openKeyRing } from './kit/installation-key.ts'
import { openKeys } from './kit/keys.ts'
import { openLog } from './kit/log.ts'
import { startLoop } from './kit/loop.ts'
import { makeFolder } from './kit/make-folder.ts'
import { measured } from './kit/measured-database.ts'
import { type Metrics, openMetrics } from './kit/metrics.ts'
import { migrate } from './kit/migrate.ts'
import { placeOf } from './kit/place.ts'
import { findIsolationGaps } from './kit/self-check.ts'
import { openWake } from './kit/wake.ts'
import { patienceWith } from './messages/patience.ts'
import { writeRefused } from './messages/refused.ts'
import { startWorker } from './worker.ts'
import { openInstallation } from './workspaces/installation.ts'
import { noticeCopy } from './workspaces/sending-pause.ts'
import { openSignIn } from './workspaces/sign-in.ts'

/** Where the console's pages come from: its built files, or whoever builds them as they are asked for. */
export interface Pages {
  consoleDir: string | null
  pages?: Middleware
}

export interface Handset {
  url: string
  context: Context
  stop(): Promise<void>
}

/**
 * Brings everything up in the order in which it is needed, and takes it down the other way round: no new requests, then
 * what is in flight, then the connections, then the database.
 */
export async function start(config: Config, options: Pages): Promise<Handset> {
  const log = openLog(config.logLevel)
  const undo: (() => Promise<void>)[] = []
  const stopping = new AbortController()
  const stop = async () => {
    stopping.abort()
    while (undo.length) await undo.pop()!()
  }
  try {
    const connection = await openServer(config, log, undo)
    await migrate(connection)
    const metrics = openMetrics()
    const db = measured(openDatabase(connection, { max: 20 }), metrics.transactionEnded)
    undo.push(() => db.close())
    await refuseGaps(db)
    const context = await openContext(config, db, metrics, log, undo, stopping.signal)
    await pauseIfCopied(config, context)
    const counting = startLoop({ name: 'health', everyMs: 5000, log, turn: () => keepMinute(context) })
    undo.push(() => counting.stop())
    undo.push(() =>
      writeRefused(context).catch((error) => log.warn({ err: error }, 'refused callbacks are not counted')),
    )
    const listening = await openDoors(config, context, options)
    if (config.role !== 'api') {
      const worker = await startWorker(context, { connections: config.connections })
      undo.push(() => worker.stop())
    }
    undo.push(() => listening.stop())
    return { url: listening.url, context, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function openServer(
  config: Config,
  log: Context['log'],
  undo: (() => Promise<void>)[],
): Promise<pg.ClientConfig> {
  if (config.databaseUrl) return { connectionString: config.databaseUrl }
  refuseHalfRestored(config.dataDir)
  await makeFolder(config.dataDir)
  await chmod(config.dataDir, 0o700)
  const postgres = await startEmbeddedPostgres({
    dataDir: config.dataDir,
    log: (line) => log.info({ part: 'postgres' }, line),
  })
  undo.push(() => postgres.stop())
  void postgres.gaveUp.then((reason) => {
    log.fatal(reason)
    process.exit(1)
  })
  return postgres.connection
}

async function refuseGaps(db: Database): Promise<void> {
  const gaps = await findIsolationGaps(db)
  if (gaps.length) throw new Error(`Not started, because workspaces would not be kept apart: ${gaps.join(' ')}`)
}

async function pauseIfCopied(config: Config, { db, log }: Context): Promise<void> {
  if (await noticeCopy(db, await placeOf(config, db)))
    log.error(
      'This is a copy of an installation that last ran elsewhere. Sending is paused until an operator releases it.',
    )
}

async function openContext(
  config: Config,
  db: Database,
  metrics: Metrics,
  log: Context['log'],
  undo: (() => Promise<void>)[],
  stopping: AbortSignal,
): Promise<Context> {
  const ring = await openKeyRing(config.keyFile, db)
  const holder = await holdKeys(db, ring)
  undo.push(() => holder.leave())
  const keys = await openKeys(db, ring)
  const watching = startLoop({ name: 'keys', everyMs: 2000, log, turn: () => holder.look(keys) })
  undo.push(() => watching.stop())
  const { waitMs, requestTimeoutMs } = patienceWith(config, 'twilio')
  const egress = createEgress({
    allowHosts: config.allowHosts,
    connectionsPerOrigin: config.connections,
    waitMs,
    timeoutMs: requestTimeoutMs,
  })
  undo.push(() => egress.close())
  const wake = openWake(db.pool, () => new pg.Client(db.connection))
  undo.push(() => wake.close())
  const installation = await openInstallation(db, keys, config)
  undo.push(() => installation.close())
  const base = {
    db,
    keys,
    egress,
    wake,
    log,
    metrics,
    now: () => new Date(),
    publicUrl: installation.publicUrl,
    sendingPaused: installation.sendingPaused,
    simulatorUrl: config.simulatorUrl,
    simulatorSpeed: config.simulatorSpeed,
    settleSeconds: config.settleSeconds,
    stopping,
  }
  const signIn = await openSignIn(base, keys.signInSecret)
  undo.push(() => signIn.close())
  return { ...base, installation, signIn }
}

async function openDoors(config: Config, context: Context, { consoleDir, pages }: Pages): Promise<Listening> {
  const app = buildApp(context, config.role === 'worker' ? { consoleDir: null, only: 'health' } : { consoleDir })
  return listen(app, { port: config.port, host: config.host, pages })
}
