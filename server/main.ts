// The command: node server/main.ts <start|demo|dev|backup|restore|restored|keys|audit|password|operators>. `npm start`,
// `npm run demo`, `npm run dev` and `npm run handset -- …` call it.
import { buildConsole } from '../console/build.ts'
import { devMiddleware } from '../console/dev.ts'
import { auditCommand } from './audit-command.ts'
import { backupCommand, restoreCommand, restoredCommand } from './backup/commands.ts'
import { readConfig } from './config.ts'
import { runDemo } from './demo.ts'
import { keysCommand } from './keys/commands.ts'
import { operatorsCommand } from './operators-command.ts'
import { passwordCommand } from './password-command.ts'
import { type Handset, start } from './start.ts'
import { makeSetupToken } from './workspaces/setup.ts'

const COMMANDS: Record<string, () => Promise<() => Promise<void>>> = {
  async start() {
    const handset = await start(readConfig(), { consoleDir: await buildConsole() })
    await sayWhere(handset)
    return handset.stop
  },
  demo: () => runDemo(readConfig()),
  /** The console unbuilt and reloaded on each change; the rest as in `start`. */
  async dev() {
    const vite = await devMiddleware()
    const handset = await start(readConfig(), { consoleDir: null, pages: vite.middleware })
    await sayWhere(handset)
    return () => Promise.all([handset.stop(), vite.close()]).then(() => {})
  },
}

/** These end by themselves, with what the shell is told. */
const TASKS: Record<string, (args: string[]) => Promise<number>> = {
  backup: async (args) => backupCommand(args, readConfig()),
  restore: restoreCommand,
  restored: async (args) => restoredCommand(args, readConfig()),
  keys: async (args) => keysCommand(args, readConfig()),
  password: async (args) => passwordCommand(args, readConfig()),
  operators: async (args) => operatorsCommand(args, readConfig()),
  audit: async (args) => auditCommand(args, readConfig()),
}

const [name = 'start', ...args] = process.argv.slice(2)
const [command, task] = [own(COMMANDS, name), own(TASKS, name)]
if (command) await command().then(stopOnSignal, fail)
else if (task) await task(args).then((code) => process.exit(code), fail)
else fail(new Error(`There is no command ${name}. Known: ${[COMMANDS, TASKS].flatMap(Object.keys).join(', ')}.`))

/** `constructor` is no command, though every object has one. */
function own<Value>(table: Record<string, Value>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}

async function sayWhere(handset: Handset): Promise<void> {
  const token = await makeSetupToken(handset.context)
  console.log(`Handset is at ${handset.url}`)
  if (token) console.log(`Nobody owns it yet. Make the first owner at: ${handset.url}/setup#${token}`)
}

/** npm and a terminal may each pass the same signal on. */
const SAME_SIGNAL_MS = 2000

/** The first signal lets what is in flight end; a later one does not wait. */
function stopOnSignal(stop: () => Promise<void>): void {
  let firstAtMs: number | undefined
  const onSignal = () => {
    if (firstAtMs !== undefined) {
      if (performance.now() - firstAtMs > SAME_SIGNAL_MS) process.exit(1)
      return
    }
    firstAtMs = performance.now()
    stop().then(() => process.exit(0), fail)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
}

function fail(error: Error): void {
  console.error(error.message)
  process.exit(1)
}
