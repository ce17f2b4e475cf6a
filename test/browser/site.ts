import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildConsole } from '../../console/build.ts'
import { makeSetupToken } from '../../server/workspaces/setup.ts'
import type { SimAccount } from '../../simulator/accounts/account.ts'
import { buildPage, builtPageDir } from '../../simulator/build-page.ts'
import { type Simulator, startSimulator } from '../../simulator/start.ts'
import type { SimMessageView } from '../../simulator/wire.ts'
import { startTestServer, type TestServer } from '../app.ts'

/** Handset with its console as it is installed: nobody owns it yet. Beside it a carrier that does not dawdle. */
export interface Site {
  url: string
  server: TestServer
  simulator: Simulator
  /** An account of the simulator that may do everything. */
  account: SimAccount
  /** The one-time address that the terminal prints. */
  setupUrl: string
  /** What the simulator says arrived for a number, newest first. */
  texts(to: string): Promise<SimMessageView[]>
  stop(): Promise<void>
}

const QUICK = { choosingMs: 1, queuedMs: 1, sendingMs: 1, deliveryMs: 5, lateMs: 50, pricingMs: 5 }

export async function openSite(environment: Record<string, string> = {}): Promise<Site> {
  await buildPage()
  const folder = await mkdtemp(join(tmpdir(), 'handset-console-'))
  // A copy, so that building the console again does not pull the pages away from under a browser.
  await cp(await buildConsole(), folder, { recursive: true })
  const simulator = await startSimulator({ port: 0, delays: QUICK, pageDir: builtPageDir })
  const server = await startTestServer({
    consoleDir: folder,
    simulatorUrl: simulator.url,
    publicAddress: false,
    environment,
  })
  const token = await makeSetupToken(server.context)
  return {
    url: server.url,
    server,
    simulator,
    account: simulator.state.accounts.find((one) => one.kind === 'Full' && one.status === 'active')!,
    setupUrl: `${server.url}/setup#${token}`,
    async texts(to) {
      const answer = await fetch(`${simulator.url}/sim/messages?to=${encodeURIComponent(to)}&direction=outbound-api`)
      return ((await answer.json()) as { items: SimMessageView[] }).items
    },
    async stop() {
      await server.stop()
      await simulator.stop()
      await rm(folder, { recursive: true })
    },
  }
}
