import { existsSync, readdirSync } from 'node:fs'

/** Where Linux distributions and Homebrew put it. */
const FOLDERS = ['/usr/lib', '/usr/lib64', '/usr/local/lib', '/opt/homebrew/lib']
const NAMES = ['faketime/libfaketime.so.1', 'libfaketime.so.1', 'faketime/libfaketime.1.dylib']

/** The library that gives a process another time; null where there is none. */
export function findFaketime(): string | null {
  const named = process.env.HANDSET_SELFTEST_FAKETIME
  if (named) return named
  const folders = FOLDERS.flatMap((folder) => [folder, ...inside(folder).filter((path) => path.includes('linux-gnu'))])
  return folders.flatMap((folder) => NAMES.map((name) => `${folder}/${name}`)).find((path) => existsSync(path)) ?? null
}

function inside(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).map((name) => `${folder}/${name}`) : []
}
