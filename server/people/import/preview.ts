import type { z } from '@hono/zod-openapi'
import { maskPhone } from '../../../shared/phone.ts'
import type { Context } from '../../kit/context.ts'
import { maskText } from '../show-person.ts'
import { readChunks } from './chunks.ts'
import { type ImportRow, readImport, refuseUnless } from './imports.ts'
import { batchesOf } from './in-thread.ts'
import { maskNumbers } from './mask-numbers.ts'
import { isRefusal, type Problem, tellProblem } from './problem-words.ts'
import type { Row } from './read-row.ts'
import type { Reading } from './read-rows.ts'
import type { previewOut, problemOut } from './schema.ts'

const SHOWN = 20

/** The first rows as they would be taken. @throws {Problem} 404, 409 without a file. */
export async function previewRows(
  context: Context,
  workspaceId: string,
  id: string,
): Promise<z.infer<typeof previewOut>> {
  const row = await context.db.tenant(workspaceId, (tx) => readImport(tx, workspaceId, id))
  refuseUnless(row, ['ready', 'checking', 'importing'])
  const sealer = await context.keys.forWorkspace(workspaceId)
  const chunks = readChunks(context, sealer, { workspaceId, importId: id, upload: row.upload! })
  const rows: Row[] = []
  const problems: Problem[] = []
  const cells: string[][] = []
  const reading = { ...readingOf(row), skip: 0, batch: SHOWN, most: SHOWN, keepAll: true }
  for await (const batch of batchesOf(chunks, reading)) {
    rows.push(...batch.rows)
    problems.push(...batch.problems)
    cells.push(...batch.cells)
  }
  return {
    samples: row.columns.map((_, i) => samplesOf(cells.map((one) => one[i] ?? ''))),
    rows: rows.map((one) => ({
      line: one.line,
      values: valuesOf(one),
      problems: problems.filter(({ line }) => line === one.line).map(problemToOut),
    })),
  }
}

const SAMPLES = 3
const SAMPLE_LENGTH = 60

/** A column that nobody has named yet may hold numbers. */
function samplesOf(cells: string[]): string[] {
  const shown = cells.map((cell) =>
    maskNumbers(cell.replaceAll('\0', '').trim().slice(0, 1000)).slice(0, SAMPLE_LENGTH),
  )
  return [...new Set(shown.filter((one) => one !== ''))].slice(0, SAMPLES)
}

export function readingOf(row: ImportRow): Pick<Reading, 'encoding' | 'delimiter' | 'has_header' | 'columns'> {
  const { encoding, delimiter, has_header, columns } = row
  return { encoding: encoding!, delimiter: delimiter!, has_header: has_header!, columns }
}

export function problemToOut(problem: Problem): z.infer<typeof problemOut> {
  const { line, kind, named } = problem
  return { line, kind, refused: isRefusal(kind), column: named, detail: tellProblem(problem) }
}

function valuesOf(row: Row): Record<string, string> {
  const { phone, number, groups, fields, active, line: _, ...texts } = row
  const shown: Record<string, string | null> = {
    ...texts,
    active: active === null ? null : String(active),
    phone: phone === null ? null : phone.ok ? maskPhone(phone.e164) : maskText(number!),
    groups: groups.join('; ') || null,
    ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [`field:${name}`, value])),
  }
  return Object.fromEntries(Object.entries(shown).filter((one): one is [string, string] => one[1] !== null))
}
