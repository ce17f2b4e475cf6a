import { readPhone } from '../../shared/phone.ts'
import type { ImportOut } from './schema.ts'

export interface FileEntry {
  number: string
  note: string | null
}

const LONGEST_NOTE = 500
const ERRORS_TOLD = 100

/** What a file of numbers says: a line of names, then one number a line. Null when no column is called `number`. */
export function readFile(file: string): ({ entries: FileEntry[] } & Pick<ImportOut, 'errors' | 'refused'>) | null {
  const lines = readCsv(file.replace(/^\ufeff/, ''))
  const names = (lines.shift()?.cells ?? []).map((name) => name.trim().toLowerCase())
  const [at, noteAt] = [names.indexOf('number'), names.indexOf('note')]
  if (at < 0) return null
  const entries: FileEntry[] = []
  const wrong: ImportOut['errors'] = []
  for (const { line, cells } of lines) {
    const phone = readPhone(plain(cells[at] ?? ''))
    const note = plain(cells[noteAt] ?? '')
    if (!phone.ok) wrong.push({ line, detail: phone.text })
    else if (note.length > LONGEST_NOTE || note.includes('\0'))
      wrong.push({ line, detail: 'This note cannot be kept.' })
    else entries.push({ number: phone.e164, note: note || null })
  }
  return { entries, errors: wrong.slice(0, ERRORS_TOLD), refused: wrong.length }
}

/** Without the apostrophe that keeps a spreadsheet from reading a number as a formula. */
function plain(cell: string): string {
  return cell.trim().replace(/^'(?=[\s=+\-@＝＋－＠])/, '')
}

/** RFC 4180, with what a spreadsheet in Europe writes instead of commas. Empty lines are passed over. */
function readCsv(text: string): { line: number; cells: string[] }[] {
  const separator = /^[^\n,;\t]*([,;\t])/.exec(text)?.[1] ?? ','
  // What follows a closed quotation mark, or one that is never closed, belongs to the cell as it stands.
  const cell = new RegExp(`("(?:[^"]|"")*")?([^${separator}\r\n]*)(${separator}|\r?\n|\r|$)`, 'y')
  const lines: { line: number; cells: string[] }[] = []
  let cells: string[] = []
  let line = 1
  let began = 1
  while (cell.lastIndex < text.length) {
    const [whole, quoted = '', rest = '', end] = cell.exec(text)!
    cells.push(quoted.slice(1, -1).replaceAll('""', '"') + rest)
    line += whole.split(/\r\n|\n|\r/).length - 1
    if (end === separator && cell.lastIndex < text.length) continue
    if (cells.some((one) => one.trim() !== '')) lines.push({ line: began, cells })
    cells = []
    began = line
  }
  return lines
}
