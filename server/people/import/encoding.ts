export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const
export type Encoding = (typeof ENCODINGS)[number]

const LOOKED_AT_BYTES = 4096
/** Of the bytes at every other place in UTF-16, where the text is mostly of Latin letters, digits and commas. */
const ZEROS = 0.3

/**
 * By the mark at the beginning, then by the zeros that UTF-16 is full of, then by whether all of it is UTF-8: text of
 * another encoding hardly ever is by chance. What is left is what spreadsheets in the west write otherwise.
 */
export function encodingOf(head: Uint8Array, isUtf8: boolean): Encoding {
  const [first, second] = head
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  const looked = head.subarray(0, LOOKED_AT_BYTES & ~1)
  const zeros = [0, 0]
  for (const [i, byte] of looked.entries()) if (byte === 0) zeros[i & 1]! += 1
  const pairs = looked.length / 2
  if (zeros[1]! > pairs * ZEROS && zeros[0]! < zeros[1]! / 4) return 'utf-16le'
  if (zeros[0]! > pairs * ZEROS && zeros[1]! < zeros[0]! / 4) return 'utf-16be'
  return isUtf8 ? 'utf-8' : 'windows-1252'
}

/** Hears bytes as they come and knows at the end whether all of them were UTF-8. */
export function listenForUtf8(): { hear(bytes: Uint8Array): void; end(): boolean } {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let is = true
  const decode = (bytes?: Uint8Array) => {
    try {
      if (is) decoder.decode(bytes, { stream: bytes !== undefined })
    } catch {
      is = false
    }
  }
  return {
    hear: decode,
    end() {
      decode()
      return is
    },
  }
}
