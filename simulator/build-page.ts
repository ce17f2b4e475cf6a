import { readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const pageSources = fileURLToPath(new URL('page', import.meta.url))
const sharedSources = fileURLToPath(new URL('../shared', import.meta.url))

/** Relative to where the process stands, as the static file server wants it. */
export const builtPageDir = relative(process.cwd(), fileURLToPath(new URL('../dist/simulator', import.meta.url)))

/** Builds the page of handsets unless what was built is newer than everything it was built from. */
export async function buildPage(): Promise<void> {
  if (newest(pageSources, sharedSources, fileURLToPath(new URL('wire.ts', import.meta.url))) < builtAt()) return
  const { build } = await import('vite')
  await build({ configFile: join(pageSources, 'vite.config.ts'), logLevel: 'warn' })
}

function builtAt(): number {
  const index = fileURLToPath(new URL('../dist/simulator/index.html', import.meta.url))
  return statSync(index, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function newest(...paths: string[]): number {
  const times = paths.flatMap((path) =>
    statSync(path).isFile()
      ? [statSync(path).mtimeMs]
      : readdirSync(path, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  )
  return Math.max(...times)
}
