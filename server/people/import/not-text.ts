import type { Encoding } from './encoding.ts'
import { Unreadable } from './records.ts'

const LOOKED_AT_BYTES = 64 * 1024

/** How the files begin that people take for the CSV that they were made from: ZIP (and so XLSX), old Excel, PDF, gzip. */
const BEGINNINGS = ['504b0304', 'd0cf11e0', '25504446', '1f8b']

/** No letters there: Windows-1252 leaves them out, and the encodings it is mistaken for use them often. */
const NO_LETTERS = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d])
const SOME = 3
const SHARE = 0.03

/**
 * Any bytes can be read as Windows-1252; whether that makes sense is seen by what no text holds.
 *
 * @throws {Unreadable} 'not_csv', 'unknown_encoding'
 */
export function refuseOtherThanText(head: Uint8Array, encoding: Encoding): void {
  const start = Buffer.from(head.subarray(0, 4)).toString('hex')
  if (BEGINNINGS.some((one) => start.startsWith(one)))
    throw new Unreadable('not_csv', 'This is a spreadsheet, a PDF or an archive. Save it as CSV and send that.')
  if (encoding.startsWith('utf-16')) return
  const looked = head.subarray(0, LOOKED_AT_BYTES)
  let controls = 0
  let high = 0
  let none = 0
  for (const byte of looked) {
    if (byte < 9 || (byte > 13 && byte < 32)) controls += 1
    if (byte < 128) continue
    high += 1
    if (NO_LETTERS.has(byte)) none += 1
  }
  const isMistaken = encoding === 'windows-1252' && none >= SOME && none > high * SHARE
  if (isMistaken || (controls >= SOME && controls > looked.length * SHARE))
    throw new Unreadable('unknown_encoding', 'Its letters cannot be read. Save it as CSV in UTF-8 and send that.')
}
