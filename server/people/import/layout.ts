import type { Encoding } from './encoding.ts'
import { maskNumbers } from './mask-numbers.ts'
import { refuseOtherThanText } from './not-text.ts'
import { DELIMITERS, type Delimiter, decode, readRecords, Unreadable } from './records.ts'
import { isKnownHeading } from './suggest.ts'

export const MOST_ROWS = 300_000
const TOO_MANY = ['too_many_rows', 'The file has more than 300,000 rows. Split it.'] as const
const MOST_COLUMNS = 200
/** So much of the beginning tells what separates cells, and whether the first row is names. */
const HEAD_CHARACTERS = 64 * 1024
const HEAD_ROWS = 20

/** How a file is to be read. */
export interface Layout {
  encoding: Encoding
  delimiter: Delimiter
  has_header: boolean
  /** Of each column: as it is headed, or its place. */
  names: string[]
  /** Without the header. */
  rows: number
}

export interface LayoutWanted {
  encoding: Encoding
  delimiter: Delimiter | null
  has_header: boolean | null
}

/**
 * Reads all of a file once: what is not said is detected, and what could not be imported is told before anything is.
 *
 * @throws {Unreadable}
 */
export async function readLayout(chunks: AsyncIterable<Uint8Array>, wanted: LayoutWanted): Promise<Layout> {
  const { encoding } = wanted
  const [head, all] = await beginningOf(chunks, encoding)
  const delimiter = wanted.delimiter ?? delimiterOf(head)
  const first: string[][] = []
  let rows = 0
  let columns = 0
  for await (const { cells, line } of readRecords(all, { encoding, delimiter })) {
    if (first.length < HEAD_ROWS) first.push(cells)
    columns = Math.max(columns, cells.length)
    rows += 1
    if (rows > MOST_ROWS + 1) throw new Unreadable(...TOO_MANY)
    if (columns > MOST_COLUMNS)
      throw new Unreadable('too_many_columns', `Line ${line} has more than ${MOST_COLUMNS} columns.`)
  }
  if (rows === 0) throw new Unreadable('empty_file', 'The file is empty.')
  const hasHeader = wanted.has_header ?? isHeader(first)
  if (rows - Number(hasHeader) > MOST_ROWS) throw new Unreadable(...TOO_MANY)
  const named = Array.from({ length: columns }, (_, i) => (hasHeader && headingOf(first[0]![i])) || `Column ${i + 1}`)
  return { encoding, delimiter, has_header: hasHeader, names: named, rows: rows - Number(hasHeader) }
}

function headingOf(cell: string | undefined): string {
  // Whoever says that the first row is names may be wrong.
  const text = maskNumbers((cell ?? '').replaceAll('\0', '').slice(0, 1000))
  return [...text.trim().toWellFormed()].slice(0, 100).join('')
}

/** The first of the text, and all chunks again. */
async function beginningOf(
  chunks: AsyncIterable<Uint8Array>,
  encoding: Encoding,
): Promise<[string, AsyncIterable<Uint8Array>]> {
  const source = chunks[Symbol.asyncIterator]()
  const seen: Uint8Array[] = []
  let bytes = 0
  while (bytes < HEAD_CHARACTERS * 2) {
    const { value, done } = await source.next()
    if (done) break
    seen.push(value)
    bytes += value.length
  }
  refuseOtherThanText(seen[0] ?? new Uint8Array(), encoding)
  let head = ''
  for await (const text of decode(allOf(seen), encoding)) head += text
  const all = async function* () {
    yield* seen
    yield* { [Symbol.asyncIterator]: () => source }
  }
  return [head.slice(0, HEAD_CHARACTERS), all()]
}

async function* allOf(chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks
}

/** What splits the first lines into the same number of cells most often, and into the most. */
export function delimiterOf(head: string): Delimiter {
  const unquoted = head.replace(/"(?:[^"]|"")*"/g, '')
  const lines = unquoted
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, HEAD_ROWS)
  const scored = DELIMITERS.map((delimiter) => {
    const counts = lines.map((line) => line.split(delimiter).length - 1)
    const usual = counts[0] ?? 0
    return { delimiter, score: usual === 0 ? 0 : usual * counts.filter((count) => count === usual).length ** 2 }
  })
  return scored.reduce((best, one) => (one.score > best.score ? one : best)).delimiter
}

/** Names are known, or at least unlike what stands below them. */
function isHeader([first = [], ...rest]: string[][]): boolean {
  const named = first.filter((cell) => cell.trim() !== '')
  if (named.length === 0 || named.some(isValue)) return false
  return named.some(isKnownHeading) || rest.some((row) => row.some(isValue))
}

function isValue(cell: string): boolean {
  return cell.includes('@') || (cell.match(/\d/g)?.length ?? 0) >= 5
}
