import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium as playwright } from 'playwright-core'
import { unpackChromium } from './unpack.ts'

export interface Chromium {
  executable: string
  /** What it needs of the environment beside what is there. */
  environment: Record<string, string>
}

/**
 * The one that HANDSET_CHROMIUM names, else an installed one, else the one that npm brings for linux-x64, else null: then
 * browser tests are skipped.
 * @throws {Error} when there is none under CI, where a skipped test would pass for one that ran.
 */
export async function findChromium(): Promise<Chromium | null> {
  const named = process.env.HANDSET_CHROMIUM
  if (named) {
    const chromium = plain(named)
    if (!runs(chromium)) throw new Error(`HANDSET_CHROMIUM does not start: ${named}`)
    return chromium
  }
  const found = installed().map(plain).find(runs) ?? (await fromNpm())
  if (!found && isCi()) throw new Error(`${NO_CHROMIUM} Under CI browser tests are not skipped.`)
  return found
}

export const NO_CHROMIUM = 'No Chrome or Chromium was found. Name one with HANDSET_CHROMIUM.'

/** Without a window. The same shapes of letters everywhere, and no sandbox: only our own pages are opened in it. */
export function launch({ executable, environment }: Chromium): Promise<Browser> {
  return playwright.launch({
    executablePath: executable,
    args: ['--font-render-hinting=none'],
    env: { ...process.env, ...environment },
  })
}

const NAMES = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser']
const MAC_APPS = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
]

function installed(): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  const homes = ['/Applications', join(process.env.HOME ?? '', 'Applications')]
  const apps = process.platform === 'darwin' ? homes.flatMap((home) => MAC_APPS.map((app) => join(home, app))) : []
  return [...onPath, ...apps].filter((path) => existsSync(path))
}

async function fromNpm(): Promise<Chromium | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  const { executable, libraries, fontConfig } = await unpackChromium()
  const environment = { FONTCONFIG_FILE: fontConfig }
  const known = process.env.LD_LIBRARY_PATH
  const withLibraries = { ...environment, LD_LIBRARY_PATH: known ? `${libraries}:${known}` : libraries }
  return [environment, withLibraries].map((one) => ({ executable, environment: one })).find(runs) ?? null
}

function plain(executable: string): Chromium {
  return { executable, environment: {} }
}

/** Some are only a note that they should be installed, and some lack a library: to be told by trying. */
function runs({ executable, environment }: Chromium): boolean {
  const env = { ...process.env, ...environment }
  return spawnSync(executable, ['--version'], { env, timeout: 20_000 }).status === 0
}

function isCi(): boolean {
  return ![undefined, '', '0', 'false'].includes(process.env.CI)
}
