import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { SimAccount } from './accounts/account.ts'
import { loadAccounts, saveAccounts } from './accounts/file.ts'
import { seedAccounts } from './accounts/seed.ts'
import { createApp } from './app.ts'
import { openAcceptedLog } from './kit/accepted-log.ts'
import { realClock, type SimClock } from './kit/clock.ts'
import { recallAccepted } from './messages/recall.ts'
import { createWorld, type Delays, REALISTIC, type World } from './world.ts'

export interface SimulatorOptions {
  /** 0 for any free one. */
  port: number
  host?: string
  /** Where each accepted text gets its line, and from which those of before are known; without it none is written. */
  logFile?: string
  /** How browsers and clients reach it, when not by the address it listens on. */
  publicUrl?: string
  /** Own accounts instead of the usual five. */
  accounts?: SimAccount[]
  /** Keeps the accounts over restarts; made when it is not there. */
  accountsFile?: string
  pageDir?: string
  now?: () => number
  clock?: SimClock
  random?: () => number
  delays?: Partial<Delays>
  /** How long an address of the client may take to answer. */
  webhookTimeoutMs?: number
  log?: (line: string) => void
}

export interface Simulator {
  url: string
  port: number
  state: World
  /** Settles once no callback is under way. */
  idle(): Promise<void>
  stop(): Promise<void>
}

/** The carrier, listening. Several may run in one process; they know nothing of each other. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const clock = options.clock ?? realClock(options.now)
  const { accountsFile } = options
  const accounts =
    options.accounts ?? (accountsFile ? loadAccounts(accountsFile, clock.now()) : seedAccounts(clock.now()))
  const accepted = openAcceptedLog(options.logFile)
  const world = createWorld({
    clock,
    random: options.random ?? Math.random,
    log: options.log ?? (() => {}),
    delays: { ...REALISTIC, ...options.delays },
    logFile: options.logFile ?? null,
    accounts,
    saveAccounts: () => accountsFile && saveAccounts(accountsFile, accounts),
    accepted,
    webhookTimeoutMs: options.webhookTimeoutMs ?? 15_000,
  })
  if (options.logFile) recallAccepted(world, options.logFile)
  const { fetch } = createApp(world, { publicUrl: options.publicUrl, pageDir: options.pageDir })
  const server = createAdaptorServer({ fetch })
  const port = await listen(server, options.port, options.host ?? '127.0.0.1')
  world.url = options.publicUrl ?? `http://${options.host ?? '127.0.0.1'}:${port}`
  return {
    url: world.url,
    port,
    state: world,
    idle: () => world.poster.idle(),
    async stop() {
      clock.clear()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      if ('closeAllConnections' in server) server.closeAllConnections()
      await Promise.all([closed, world.poster.close()])
      accepted.close()
    },
  }
}

function listen(server: ReturnType<typeof createAdaptorServer>, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}
