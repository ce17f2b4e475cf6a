import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { openSlice, type Slice } from '../../test/slice.ts'
import { newRoutes } from '../kit/route.ts'
import { ALARM_NAMES } from './alarms.ts'
import { probeRoutes } from './probes.ts'

const guide = readFileSync(new URL('../../docs/guides/health.md', import.meta.url), 'utf8')

let slice: Slice
let shown: string
before(async () => {
  slice = await openSlice(newRoutes())
  shown = await (await probeRoutes(slice.context).request('/metrics')).text()
})
after(() => slice.close())

const namesIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1]!)

test('the guide names each metric of Handset, and none that is not there', () => {
  const real = new Set(namesIn(shown, /^# TYPE (handset_\w+)/gm))
  assert.ok(real.size > 10, `only ${real.size} metrics were found`)
  assert.deepEqual(new Set(namesIn(guide, /^\| `(handset_\w+)`/gm)), real)
})

test('what its samples ask for is there', () => {
  const asked = namesIn(guide, /\b((?:handset|nodejs)_\w+)/g)
  assert.deepEqual(
    asked.filter((name) => !shown.includes(`# TYPE ${name} `)),
    [],
  )
})

test('the guide has each alarm in its table, in the order in which they are told', () => {
  const table = guide.slice(guide.indexOf('## Alarms'), guide.indexOf('## Metrics'))
  assert.deepEqual(namesIn(table, /^\| `(\w+)`/gm), [...ALARM_NAMES])
})

test('each label that the guide names is one of its metric', () => {
  const row = (metric: string) => guide.split('\n').find((line) => line.startsWith(`| \`${metric}\``))!
  for (const [metric, label] of [
    ['handset_attempts_total', 'outcome'],
    ['handset_doubts_resolved_total', 'by'],
    ['handset_doubts_resolved_total', 'as'],
    ['handset_receipts_total', 'source'],
    ['handset_messages_waiting', 'class'],
  ] as const) {
    const values = new Set(namesIn(shown, new RegExp(`^${metric}\\{.*?\\b${label}="(\\w+)"`, 'gm')))
    assert.ok(values.size > 1, `${metric} has no ${label}`)
    assert.ok(row(metric).includes(`\`${label}\``), `${metric}: ${label} is not told`)
  }
})
