import { globSync } from 'node:fs'
import { access, lstat, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inflate } from '@sparticuz/chromium'

/** The browser's package, with the libraries that a bare system lacks and a font; its software GPU is not needed. */
const ARCHIVES = ['chromium.br', 'al2023.tar.br', 'fonts.tar.br']

export interface Unpacked {
  executable: string
  libraries: string
  /** Names the system's fonts and the one that comes with the browser: without any it draws no letters. */
  fontConfig: string
}

/**
 * The Chromium that npm brings for linux-x64, unpacked once into a folder of its version. Its own way of unpacking takes
 * any `chromium` that lies in the temporary folder, however old, and starts one that another process is still writing.
 */
export async function unpackChromium(): Promise<Unpacked> {
  const root = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..')
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  const folder = await ownFolder(join(tmpdir(), `handset-chromium-${version}-${process.getuid!()}`))
  const unpacked = {
    executable: join(folder, 'chromium'),
    libraries: join(folder, 'al2023', 'lib'),
    fontConfig: join(folder, 'fonts.conf'),
  }
  if (!(await isComplete(folder))) await unpackInto(folder, join(root, 'bin'))
  return unpacked
}

/** What lies in it is executed, so nobody else may have made it: the temporary folder is everybody's. */
async function ownFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { uid, mode } = await lstat(folder)
  if (uid !== process.getuid!() || (mode & 0o022) !== 0)
    throw new Error(`Others may write to ${folder}. Remove it, or name a Chromium with HANDSET_CHROMIUM.`)
  return folder
}

/** Systems tidy their temporary folder file by file, so that the list of files may outlive some of them. */
async function isComplete(folder: string): Promise<boolean> {
  try {
    const files = JSON.parse(await readFile(join(folder, 'files.json'), 'utf8')) as string[]
    await Promise.all(files.map((file) => access(join(folder, file))))
    return true
  } catch {
    return false
  }
}

/** Beside the folder first, then file by file into it, so that no half of a file is ever seen there. */
async function unpackInto(folder: string, archives: string): Promise<void> {
  const aside = await mkdtemp(`${folder}-`)
  try {
    await inflateInto(aside, archives)
    await writeFile(join(aside, 'fonts.conf'), fontConfig(folder))
    const files = globSync('**', { cwd: aside, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(aside.length + 1))
    await writeFile(join(aside, 'files.json'), JSON.stringify(files))
    for (const file of [...files, 'files.json']) {
      await mkdir(dirname(join(folder, file)), { recursive: true })
      await rename(join(aside, file), join(folder, file))
    }
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
}

/** The package unpacks into the temporary folder and asks where that is when it is called, before anything is awaited. */
async function inflateInto(folder: string, archives: string): Promise<void> {
  const before = process.env.TMPDIR
  process.env.TMPDIR = folder
  const all = ARCHIVES.map((name) => inflate(join(archives, name)))
  if (before === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = before
  await Promise.all(all)
}

function fontConfig(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${folder}/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`
}
