import type { TroubleCode } from './trouble.ts'

const LARGEST_BYTES = 50 * 1024 * 1024
/** As files of text are called that hold a table. */
const ENDINGS = /\.(csv|tsv|tab|txt)$/i

/** What is wrong with a file, as far as it can be told before it is sent. */
export function faultOf({ name, size }: { name: string; size: number }): TroubleCode | null {
  if (!ENDINGS.test(name)) return 'not_csv'
  if (size === 0) return 'empty_file'
  return size > LARGEST_BYTES ? 'too_large' : null
}

/** "CSV file", "Text file" */
export function kindOf(name: string): string {
  return /\.csv$/i.test(name) ? 'CSV file' : 'text file'
}
