import { buildPage, builtPageDir } from './build-page.ts'
import { readConfig } from './config.ts'
import { startSimulator } from './start.ts'

const config = readConfig()
await buildPage()
const simulator = await startSimulator({
  port: config.port,
  logFile: config.logFile,
  accountsFile: config.accountsFile,
  pageDir: builtPageDir,
  log: (line) => process.stderr.write(`${line}\n`),
}).catch((error: NodeJS.ErrnoException) => {
  if (error.code !== 'EADDRINUSE') throw error
  process.stderr.write(`Port ${config.port} is taken. Set HANDSET_SIMULATOR_PORT to another one.\n`)
  process.exit(1)
})
process.stdout.write(
  `Simulator: ${simulator.url} (handsets and the provider's API)\nAccepted texts: ${config.logFile}\n`,
)

const stop = () => void simulator.stop().then(() => process.exit(0))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)
// Whoever started it as a part of itself is gone, however it ended.
process.once('disconnect', stop)
