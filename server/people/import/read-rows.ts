import type { Encoding } from './encoding.ts'
import { type Lines, openLines } from './lines.ts'
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
  /** No more are read. */
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
  const { skip, columns, most } = reading
  const judge = openJudge(most)
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
    if (n >= most) break
  }
  if ((n - skip) % reading.batch !== 0 && n > skip) yield batch
}

function keep(batch: Batch, { keepAll }: Reading, row: Row, taken: boolean, cells: string[]): void {
  if (taken || keepAll) batch.rows.push(row)
  if (keepAll) batch.cells.push(cells)
}

/** Knows what stood on earlier lines; says whether a row is to be taken. */
function openJudge(rows: number): (row: Row, problems: Problem[]) => boolean {
  const known: Known = { ids: openLines(rows), emails: openLines(rows), numbers: openLines(rows) }
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
  ids: Lines
  /** The line, below zero where the row has no external id. */
  emails: Lines
  numbers: Lines
}

/** The line that tells of the same person: two with external ids may share an address. */
function sameAs({ ids, emails }: Known, { external_id, email }: Row): number | null {
  const sameId = external_id === null ? undefined : ids.lineOf(external_id)
  if (sameId !== undefined) return sameId
  const sameEmail = email === null ? undefined : emails.lineOf(email.toLowerCase())
  if (sameEmail === undefined) return null
  return external_id === null || sameEmail < 0 ? Math.abs(sameEmail) : null
}

/** The line that has the same number. */
function remember({ ids, emails, numbers }: Known, { line, external_id, email, phone }: Row): number | undefined {
  if (external_id !== null) ids.add(external_id, line)
  const key = email?.toLowerCase()
  if (key !== undefined && emails.lineOf(key) === undefined) emails.add(key, external_id === null ? -line : line)
  if (!phone?.ok) return undefined
  const same = numbers.lineOf(phone.e164)
  if (same === undefined) numbers.add(phone.e164, line)
  return same
}
