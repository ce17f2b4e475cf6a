import { join } from 'node:path'

export interface Config {
  port: number
  dataDir: string
  logFile: string
  accountsFile: string
}

/** The only reader of the environment on this side. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const port = Number(env.HANDSET_SIMULATOR_PORT ?? 4010)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`HANDSET_SIMULATOR_PORT is not a port: ${env.HANDSET_SIMULATOR_PORT}`)
  }
  const dataDir = env.HANDSET_DATA_DIR ?? '.handset'
  return {
    port,
    dataDir,
    logFile: join(dataDir, 'simulator', 'accepted.jsonl'),
    accountsFile: join(dataDir, 'simulator', 'accounts.json'),
  }
}
