import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import type { Encoding } from './encoding.ts'

export const DELIMITERS = [',', ';', '\t'] as const
export type Delimiter = (typeof DELIMITERS)[number]

export interface Record {
  /** The line of the file on which it ends. */
  line: number
  cells: string[]
}

/** What is parsed at once stands in memory as rows until it is taken, at many times its size. */
const PIECE_BYTES = 32 * 1024
/** A row of this size is a quote that was never closed. */
const LONGEST_ROW = 256 * 1024

export type Unfit =
  | 'empty_file'
  | 'too_many_rows'
  | 'too_many_columns'
  | 'open_quote'
  | 'not_csv'
  | 'unknown_encoding'
  | 'unreadable'

/** The file cannot be read as it is; the words are for whoever brought it. */
export class Unreadable extends Error {
  readonly code: Unfit
  constructor(code: Unfit, message: string) {
    super(message)
    this.code = code
  }
}

/**
 * The rows of a file (RFC 4180, and what spreadsheets make of it): cells may hold line breaks in quotes, rows may be
 * shorter or longer than the first, empty lines are none.
 *
 * @throws {Unreadable}
 */
export async function* readRecords(
  chunks: AsyncIterable<Uint8Array>,
  { encoding, delimiter }: { encoding: Encoding; delimiter: Delimiter },
): AsyncGenerator<Record> {
  const parser = parse({
    delimiter,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
  })
  const source = Readable.from(decode(chunks, encoding))
  source.on('error', (error) => parser.destroy(error))
  source.pipe(parser)
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (record.some((cell) => cell.trim() !== '')) yield { line: info.lines, cells: record }
    }
  } catch (error) {
    throw unreadable(error)
  } finally {
    source.destroy()
    parser.destroy()
  }
}

export async function* decode(chunks: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      const text = decoder.decode(chunk.subarray(at, at + PIECE_BYTES), { stream: true })
      if (text) yield text
    }
  }
  const rest = decoder.decode()
  if (rest) yield rest
}

function unreadable(error: unknown): unknown {
  if (!(error instanceof CsvError)) return error
  const row = Number(error.records) + 1
  if (error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE')
    return new Unreadable('open_quote', `A quotation mark opens in row ${row} and is never closed.`)
  return new Unreadable('unreadable', `The file cannot be read from row ${row} on.`)
}
