import type { Encoding } from './encoding.ts'
import type { Problem } from './problem-words.ts'
import { type Column, type Row, readRow } from './read-row.ts'
import { type Delimiter, readRecords } from './records.ts'

export interface Reading {
  encoding: Encoding
  delimiter: Delimiter
  has_header: boolean
  columns: Column[]
  /** Rows that were read before, and are only looked at for what comes twice. */
  skip: number
  /** Rows at once. */
  batch: number
  most: number
  /** Refused rows and what stands in the file, for those who are to see them. */
  keepAll: boolean
}

export interface Batch {
  rows: Row[]
  problems: Problem[]
  /** As they stand in the file, for those who are to see them. */
  cells: string[][]
  /** Counted with those before it and the refused. */
  rowsRead: number
}

/** The rows of a file in batches, with what can be said of them without asking anybody. */
export async function* readRows(chunks: AsyncIterable<Uint8Array>, reading: Reading): AsyncGenerator<Batch> {
  const judge = openJudge()
  const { skip, columns, most } = reading
  let batch: Batch = { rows: [], problems: [], cells: [], rowsRead: 0 }
  let n = -Number(reading.has_header)
  for await (const { line, cells } of readRecords(chunks, reading)) {
    n += 1
    if (n <= 0) continue
    const problems: Problem[] = []
    const row = readRow(line, cells, columns, problems)
    const taken = judge(row, problems)
    batch.rowsRead = n
    if (n <= skip) continue
    keep(batch, reading, row, taken, cells)
    batch.problems.push(...problems)
    if ((n - skip) % reading.batch === 0) {
      yield batch
      batch = { rows: [], problems: [], cells: [], rowsRead: n }
    }
    if (n >= most) return
  }
  if ((n - skip) % reading.batch !== 0 && n > skip) yield batch
}

function keep(batch: Batch, { keepAll }: Reading, row: Row, taken: boolean, cells: string[]): void {
  if (taken || keepAll) batch.rows.push(row)
  if (keepAll) batch.cells.push(cells)
}

/** Knows what stood on earlier lines; says whether a row is to be taken. */
function openJudge(): (row: Row, problems: Problem[]) => boolean {
  const known: Known = { ids: new Map(), emails: new Map(), numbers: new Map() }
  return (row, problems) => {
    const { line, external_id, email } = row
    const say = (kind: Problem['kind'], other: number | null) =>
      problems.push({ line, kind, named: null, other_line: other })
    if (!(external_id || email || row.first_name || row.last_name)) {
      say('nothing_to_know_by', null)
      return false
    }
    const twice = sameAs(known, row)
    if (twice !== null) {
      say('twice_in_file', twice)
      return false
    }
    const sameNumber = remember(known, row)
    if (sameNumber !== undefined) say('number_twice_in_file', sameNumber)
    return true
  }
}

interface Known {
  ids: Map<string, number>
  /** The line, below zero where the row has no external id. */
  emails: Map<string, number>
  /** Up to 15 digits, which a plain number holds exactly. */
  numbers: Map<number, number>
}

/** The line that tells of the same person: two with external ids may share an address. */
function sameAs({ ids, emails }: Known, { external_id, email }: Row): number | null {
  const sameId = external_id === null ? undefined : ids.get(external_id)
  if (sameId !== undefined) return sameId
  const sameEmail = email === null ? undefined : emails.get(email.toLowerCase())
  if (sameEmail === undefined) return null
  return external_id === null || sameEmail < 0 ? Math.abs(sameEmail) : null
}

/** The line that has the same number. */
function remember({ ids, emails, numbers }: Known, { line, external_id, email, phone }: Row): number | undefined {
  if (external_id !== null) ids.set(external_id, line)
  const key = email?.toLowerCase()
  if (key !== undefined && !emails.has(key)) emails.set(key, external_id === null ? -line : line)
  if (!phone?.ok) return undefined
  const digits = Number(phone.e164.slice(1))
  const same = numbers.get(digits)
  if (same === undefined) numbers.set(digits, line)
  return same
}
