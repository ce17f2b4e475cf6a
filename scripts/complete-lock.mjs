// npm leaves an optional platform package out of the lock when the registry it asked did not have it, and
// `npm ci` then refuses that lock. This adds the missing entries, with the platform read from the name, so that
// one lock installs everywhere: a platform's package is fetched only on that platform.
// Run after every `npm install`: npm run lock
import { readFileSync, writeFileSync } from 'node:fs'

const OS = ['darwin', 'linux', 'win32', 'android', 'freebsd', 'openharmony']
const CPU = ['arm64', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'arm']

const path = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(path, 'utf8'))
const added = []

for (const entry of Object.values(lock.packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    const key = `node_modules/${name}`
    if (lock.packages[key]) continue
    const words = name.split(/[/-]/)
    const os = OS.filter((word) => words.includes(word))
    const cpu = CPU.filter((word) => words.includes(word))
    if (os.length === 0) continue
    const libc = words.includes('musl') ? ['musl'] : words.includes('gnu') ? ['glibc'] : undefined
    const dev = entry.dev ? { dev: true } : {}
    lock.packages[key] = {
      version: range,
      ...dev,
      optional: true,
      os,
      ...(cpu.length && { cpu }),
      ...(libc && { libc }),
    }
    added.push(`${name}@${range}`)
  }
}

const [root, ...rest] = Object.entries(lock.packages)
lock.packages = Object.fromEntries([root, ...rest.sort(([a], [b]) => (a < b ? -1 : 1))])
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
console.log(added.length ? `added ${added.length}: ${added.join(' ')}` : 'nothing was missing')
