import { randomUUID } from 'node:crypto'
import { mkdir, readFile, readlink, rename, symlink } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import type { Binaries } from './platform.ts'

/**
 * npm packages cannot carry links and install scripts do not run here, so the links the loader looks for
 * (libicuuc.so.60 → libicuuc.so.60.2) are made at start: in the package, or in `spareFolder` where that is
 * read-only. Returns the environment the binaries then need.
 */
export async function linkLibraries(binaries: Binaries, spareFolder: string): Promise<Record<string, string>> {
  const file = join(binaries.packageFolder, 'native', 'pg-symlinks.json')
  const links: { source: string; target: string }[] = JSON.parse(await readFile(file, 'utf8'))
  const inPackage = (path: string) => join(binaries.packageFolder, path)
  try {
    for (const { source, target } of links) await makeLink(relative(dirname(target), source), inPackage(target))
    return {}
  } catch (error) {
    if (!['EROFS', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
  await mkdir(spareFolder, { recursive: true, mode: 0o755 })
  for (const { source, target } of links) await makeLink(inPackage(source), join(spareFolder, basename(target)))
  const variable = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH'
  // Both folders: a library found through a link looks for its own needs beside the link.
  return { [variable]: `${spareFolder}:${binaries.libraryFolder}` }
}

async function makeLink(to: string, link: string): Promise<void> {
  if ((await readlink(link).catch(() => undefined)) === to) return
  // Rename replaces atomically: another process may be loading the library through this link right now.
  const draft = `${link}.${randomUUID()}`
  await symlink(to, draft)
  await rename(draft, link)
}
