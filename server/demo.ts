import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildConsole } from '../console/build.ts'
import { PERMISSIONS } from '../shared/permissions.ts'
import type { Config } from './config.ts'
import { type Handset, start } from './start.ts'
import { createApiKey } from './workspaces/api-keys.ts'
import { createOwner, resetPassword } from './workspaces/setup.ts'

/** What a newcomer needs, printed and kept in `<data dir>/demo.json`. */
interface DemoFile {
  console_url: string
  api_url: string
  api_key: string
  email: string
  password: string
  simulator_url: string
}

const FIRST_PHONE = '+14155550142'
const READY_WITHIN_MS = 20_000

/** Everything at once, connected to the simulator, with a first text delivered. Resolves with what takes it down. */
export async function runDemo(config: Config): Promise<() => Promise<void>> {
  const startedMs = performance.now()
  const file = join(config.dataDir, 'demo.json')
  const consoleDir = await buildConsole()
  const simulatorUrl = `http://127.0.0.1:${config.simulatorPort}`
  const publicUrl = config.publicUrl ?? `http://127.0.0.1:${config.port}`
  const handset = await start(
    {
      ...config,
      logLevel: config.logLevel === 'info' ? 'warn' : config.logLevel,
      publicUrl,
      simulatorUrl,
      allowHosts: [...config.allowHosts, new URL(simulatorUrl).host],
    },
    { consoleDir },
  )
  let simulator: Simulator | undefined
  const stop = async () => {
    await handset.stop()
    await simulator?.stop()
  }
  try {
    // Only now is the folder ours: another demo's file is not to be touched.
    const known = await putAside(file)
    simulator = await startSimulator()
    const addresses = { console_url: handset.url, api_url: handset.url, simulator_url: simulatorUrl }
    const demo = { ...(known ?? (await prepareWorkspace(handset))), ...addresses }
    await connectToSimulator(demo)
    await sendFirstText(demo)
    await writeDemoFile(file, demo)
    console.log(welcome(demo, performance.now() - startedMs))
    return stop
  } catch (error) {
    await stop()
    throw error
  }
}

/** Whoever waits for the file waits for this start; what it said is kept beside it until the new one is written. */
async function putAside(file: string): Promise<DemoFile | null> {
  if (existsSync(file)) await rename(file, `${file}.last`)
  if (!existsSync(`${file}.last`)) return null
  return JSON.parse(await readFile(`${file}.last`, 'utf8')) as DemoFile
}

/** Whole or not at all: whoever waits for the file may read it the moment it is there. */
async function writeDemoFile(file: string, demo: DemoFile): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 })
  await rename(`${file}.new`, file)
  await rm(`${file}.last`, { force: true })
}

interface Simulator {
  stop(): Promise<void>
}

/** A process of its own, started again should it die, and ending with this one however this one ends. */
async function startSimulator(): Promise<Simulator> {
  let stopping = false
  let child = launchSimulator()
  await isUp(child)
  const restart = () => {
    if (stopping) return
    child = launchSimulator()
    child.once('exit', restart)
  }
  child.once('exit', restart)
  return {
    async stop() {
      stopping = true
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

function launchSimulator(): ChildProcess {
  const file = fileURLToPath(new URL('../simulator/main.ts', import.meta.url))
  return spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
}

/** Its own word that it listens: a simulator of somebody else's may answer on the same port. */
async function isUp(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit').then(() => {
    throw new Error('The simulator did not start.')
  })
  await Promise.race([once(child.stdout!, 'data'), ended])
  child.stdout!.resume()
  ended.catch(() => {})
}

/** Also where a first start was cut off after the owner was made: whoever can run this owns the machine anyway. */
async function prepareWorkspace(handset: Handset): Promise<Pick<DemoFile, 'api_key' | 'email' | 'password'>> {
  const email = 'owner@acme.example'
  const password = randomBytes(12).toString('base64url')
  const { workspaceId, userId } =
    (await resetPassword(handset.context, email, password)) ??
    (await createOwner(handset.context, { name: 'Demo owner', email, password, workspaceName: 'Acme' }))
  const owner = {
    workspaceId,
    kind: 'user' as const,
    id: userId,
    name: 'Demo owner',
    email,
    address: null,
    operator: true,
    permissions: new Set(PERMISSIONS),
  }
  const { key } = await createApiKey(handset.context, owner, { name: 'Demo', permissions: [...PERMISSIONS] })
  return { api_key: key, email, password }
}

interface SimulatorState {
  accounts: {
    sid: string
    kind: string
    status: string
    auth_token: string
    numbers: { phone_number: string; sms: boolean }[]
  }[]
}

/** Through the API, as anybody would. On a later start the settings are there and this changes nothing. */
async function connectToSimulator(demo: DemoFile): Promise<void> {
  const current = await call<{ provider: string | null }>(demo, 'GET', '/v1/sms/settings')
  if (current.provider !== null) return
  const state = (await (await fetch(`${demo.simulator_url}/sim/state`)).json()) as SimulatorState
  const account = state.accounts.find((one) => one.status === 'active' && one.kind === 'Full')
  const number = account?.numbers.find((one) => one.sms)
  if (!account || !number) throw new Error('The simulator has no account to connect to.')
  await call(demo, 'PUT', '/v1/sms/settings', {
    provider: 'simulator',
    enabled: true,
    account_sid: account.sid,
    credentials: { kind: 'auth_token', auth_token: account.auth_token },
    sender: { kind: 'phone_number', phone_number: number.phone_number },
  })
}

async function sendFirstText(demo: DemoFile): Promise<void> {
  const settings = await call<{ state: string; tested_since_change: boolean }>(demo, 'GET', '/v1/sms/settings')
  if (settings.state !== 'can_run' || settings.tested_since_change) return
  const { message } = await call<{ message: { id: string } }>(demo, 'POST', '/v1/sms/test', { to: FIRST_PHONE })
  await until(
    'The first text',
    async () => (await call<{ status: string }>(demo, 'GET', `/v1/messages/${message.id}`)).status === 'delivered',
  )
}

async function call<Answer>(demo: DemoFile, method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(demo.api_url + path, {
    method,
    headers: { authorization: `Bearer ${demo.api_key}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const answer = (await response.json()) as { detail?: string }
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${answer.detail}`)
  return answer as Answer
}

async function until(what: string, done: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS
  while (!(await done().catch(() => false))) {
    if (performance.now() > deadline)
      throw new Error(`${what} did not come up within ${READY_WITHIN_MS / 1000} seconds.`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function welcome(demo: DemoFile, tookMs: number): string {
  return `
Handset is up after ${(tookMs / 1000).toFixed(1)} s: workspace Acme, connected to the simulator, a first text delivered.

  Console     ${demo.console_url}
  Sign in     ${demo.email}  ${demo.password}
  API key     ${demo.api_key}
  API         ${demo.api_url}/docs
  Handsets    ${demo.simulator_url}

Send one:
  curl ${demo.api_url}/v1/messages -H 'Authorization: Bearer ${demo.api_key}' -H 'Content-Type: application/json' \\
    -d '{"to": "+14155550142", "body": "Hello from Handset"}'

Ctrl-C stops everything. The data stays in the data folder; these lines are in its demo.json.`
}
