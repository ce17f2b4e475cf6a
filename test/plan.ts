import pg from 'pg'
import type { Tx } from '../server/kit/db.ts'

/** One node of a plan that was run, as PostgreSQL describes it. */
interface Node {
  'Node Type': string
  'Relation Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  'Rows Removed by Index Recheck'?: number
  Plans?: Node[]
}

/** What a statement cost, in rows: unlike time that is the same on every machine. */
interface Ran {
  /** Rows of the table that were looked at, kept or not. */
  looked: number
  /** As in `Index Scan`. */
  scans: string[]
  /** The most rows that any sort was given. */
  sorted: number
}

/**
 * Runs a statement as `Tx.rows` ends up running it after some repetitions: prepared, and planned either for these values
 * (`custom`) or once for all (`generic`).
 */
export async function run(
  tx: Tx,
  table: string,
  statement: { text: string; values: unknown[] },
  planned: 'custom' | 'generic',
): Promise<Ran> {
  await tx.rows('', `set local plan_cache_mode = force_${planned}_plan`, [])
  await tx.rows('', `prepare looked_at as ${statement.text}`, [])
  const [row] = await tx.rows<{ 'QUERY PLAN': [{ Plan: Node }] }>(
    '',
    `explain (analyze, format json) execute looked_at(${statement.values.map(literal).join(', ')})`,
    [],
  )
  await tx.rows('', 'deallocate looked_at', [])
  const nodes = flatten(row!['QUERY PLAN'][0].Plan)
  const own = nodes.filter((node) => node['Relation Name'] === table)
  return {
    looked: own.reduce((total, node) => total + node['Actual Loops'] * rowsOf(node), 0),
    scans: [...new Set(own.map((node) => node['Node Type']))],
    sorted: Math.max(0, ...nodes.filter((node) => node['Node Type'] === 'Sort').map(inputOf)),
  }
}

function literal(value: unknown): string {
  if (value === null) return 'null'
  if (Buffer.isBuffer(value)) return `'\\x${value.toString('hex')}'`
  if (Array.isArray(value)) return pg.escapeLiteral(`{${value.map((one) => JSON.stringify(one)).join(',')}}`)
  return pg.escapeLiteral(String(value))
}

function flatten(node: Node): Node[] {
  return [node, ...(node.Plans ?? []).flatMap(flatten)]
}

function rowsOf(node: Node): number {
  return node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)
}

function inputOf(sort: Node): number {
  return (sort.Plans ?? []).reduce((total, node) => total + node['Actual Rows'] * node['Actual Loops'], 0)
}
