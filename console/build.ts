import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const dist = fileURLToPath(new URL('../dist/console', import.meta.url))
/** What ends up in the pages: a change of any of these makes what was built stale. */
const sources = [here, join(here, '../shared'), join(here, '../package-lock.json')]

/** The folder with the built pages. Builds them first where they are missing or older than their sources. */
export async function buildConsole(options: { always?: boolean } = {}): Promise<string> {
  if (!options.always && !(await isStale())) return dist
  const { build } = await import('vite')
  await build({ configFile: join(here, 'vite.config.ts'), logLevel: 'warn' })
  return dist
}

async function isStale(): Promise<boolean> {
  const built = await stat(join(dist, 'index.html')).catch(() => null)
  if (!built) return true
  for (const source of sources) if ((await newest(source)) > built.mtimeMs) return true
  return false
}

async function newest(path: string): Promise<number> {
  const { mtimeMs } = await stat(path)
  const inside = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = inside.filter((entry) => entry.isFile()).map((entry) => stat(join(entry.parentPath, entry.name)))
  return Math.max(mtimeMs, ...(await Promise.all(files)).map((file) => file.mtimeMs))
}
