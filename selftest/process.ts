import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** As the npm scripts start it. */
const FLAGS = ['--max-semi-space-size=16', '--max-old-space-size=192']
const MAIN = fileURLToPath(new URL('../server/main.ts', import.meta.url))
const WITH_PARENT = new URL('./with-parent.ts', import.meta.url).href

export type Environment = Record<string, string>

/** A process of `node server/main.ts start`, from its first moment. */
export interface HandsetProcess {
  kill(signal: NodeJS.Signals): void
  exited: Promise<number | null>
  /** Its address once it listens; null when it ended before. */
  listens: Promise<string | null>
  /** The last it said. */
  words(): string
}

export function spawnHandset(environment: Environment, logFile: string): HandsetProcess {
  const child = spawn(process.execPath, [...FLAGS, '--import', WITH_PARENT, MAIN, 'start'], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  return {
    kill: (signal) => child.kill(signal),
    exited,
    listens: Promise.race([saysWhere(child), exited.then(() => null)]),
    words: keepWords(child, logFile),
  }
}

function saysWhere(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    createInterface(child.stdout!).on('line', (line) => {
      const [, url] = /^Handset is at (\S+)/.exec(line) ?? []
      if (url) resolve(url)
    })
  })
}

/** Everything goes to a file, for whoever wants to know why something failed. */
function keepWords(child: ChildProcess, logFile: string): () => string {
  const file = createWriteStream(logFile, { flags: 'a' })
  let last = ''
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.on('data', (chunk) => {
      last = (last + chunk).slice(-2000)
      file.write(chunk)
    })
  }
  child.once('close', () => file.end())
  return () => last.trim()
}
