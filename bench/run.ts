// npm run bench -- <name> [options]
const BENCHES: Record<string, () => Promise<{ run(args: string[]): Promise<void> }>> = {
  dispatch: () => import('./dispatch.ts'),
  accept: () => import('./accept.ts'),
  events: () => import('./events.ts'),
  receipts: () => import('./receipts.ts'),
  latency: () => import('./latency.ts'),
  claim: () => import('./claim.ts'),
  history: () => import('./history.ts'),
  import: () => import('./import.ts'),
  people: () => import('./people.ts'),
  statistics: () => import('./statistics.ts'),
  segments: () => import('./segments.ts'),
}

const [name, ...args] = process.argv.slice(2)
const names = name ? [name] : Object.keys(BENCHES)
for (const one of names) {
  const bench = BENCHES[one]
  if (!bench) {
    console.error(`There is no benchmark ${one}. Known: ${Object.keys(BENCHES).join(', ')}.`)
    process.exit(1)
  }
  await (await bench()).run(args)
}
process.exit()
