// Writes server/kit/tables.ts, the row types, from a freshly migrated database: npm run tables
// With --check it fails when the committed file says something else.
import { readFileSync, writeFileSync } from 'node:fs'
import pg from 'pg'
import { scratchDatabase } from '../test/database.ts'

const TYPES: Record<string, string> = {
  text: 'string',
  boolean: 'boolean',
  integer: 'number',
  smallint: 'number',
  bigint: 'number',
  real: 'number',
  date: 'string',
  bytea: 'Buffer',
  xid8: 'string',
  'timestamp with time zone': 'Date',
  jsonb: 'Json',
  _text: 'string[]',
  _bytea: 'Buffer[]',
  _int4: 'number[]',
  _int8: 'number[]',
  _timestamptz: 'Date[]',
}

interface Column {
  table_name: string
  column_name: string
  data_type: string
  udt_name: string
  is_nullable: 'YES' | 'NO'
  column_default: string | null
}

const path = new URL('../server/kit/tables.ts', import.meta.url)
const scratch = await scratchDatabase()
const client = new pg.Client(scratch.connection)
await client.connect()
const { rows } = await client.query<Column>(
  `select table_name, column_name, data_type, udt_name, is_nullable,
     coalesce(column_default, generation_expression) as column_default
   from information_schema.columns
   where table_schema = 'public' and table_name <> 'migrations' order by table_name, ordinal_position`,
)
await client.end()
await scratch.drop()

const text = render(rows)
if (!process.argv.includes('--check')) writeFileSync(path, text)
else if (readFileSync(path, 'utf8') !== text) {
  console.error('server/kit/tables.ts does not fit the migrations. Run: npm run tables')
  process.exitCode = 1
}

function render(columns: Column[]): string {
  const tables = Map.groupBy(columns, (column) => column.table_name)
  const body = [...tables].map(([table, own]) => `export interface ${pascal(table)} {\n${own.map(line).join('\n')}\n}`)
  const index = [...tables.keys()].map((table) => `  ${table}: ${pascal(table)}`)
  return `// Made from the migrations by scripts/tables.ts. Not to be edited.
import type { ColumnType, Generated } from 'kysely'

export type Json = ColumnType<unknown, string, string>
export type DefaultedJson = ColumnType<unknown, string | undefined, string>

${body.join('\n\n')}

export interface DB {
${index.join('\n')}
}
`
}

function line(column: Column): string {
  const name = column.data_type === 'ARRAY' ? column.udt_name : column.data_type
  const type = TYPES[name]
  if (!type) throw new Error(`no TypeScript type for ${name}`)
  // Generated<Json> would make Json's three faces one.
  if (type === 'Json' && column.column_default !== null) return `  ${column.column_name}: DefaultedJson`
  const nullable = column.is_nullable === 'YES' ? `${type} | null` : type
  return `  ${column.column_name}: ${column.column_default === null ? nullable : `Generated<${nullable}>`}`
}

function pascal(name: string): string {
  return name.replace(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())
}
