/** On which line a text stood first. */
export interface Lines {
  lineOf(text: string): number | undefined
  /** Of a text that was not there before. */
  add(text: string, line: number): void
}

/**
 * The texts beside each other in one piece of memory and numbers for the rest: of 300,000 rows a `Map` of strings takes
 * five times as much, and has the collector of garbage look at each of them again and again. Room is made for as many as
 * are expected.
 */
export function openLines(expected: number): Lines {
  const few = Math.max(16, expected)
  let bytes = Buffer.alloc(few * 12)
  let ends = new Uint32Array(few + 1)
  let hashes = new Int32Array(few)
  let lines = new Int32Array(few)
  /** A power of two, of which at most three quarters are taken: the place of a text in the lists above and one, or none. */
  let slots = new Int32Array(2 ** Math.ceil(Math.log2(few / 0.75)))
  let count = 0

  function makeRoom(): void {
    if (count === lines.length) {
      const room = Math.ceil(count * 1.5)
      ends = grown(ends, new Uint32Array(room + 1))
      hashes = grown(hashes, new Int32Array(room))
      lines = grown(lines, new Int32Array(room))
    }
    if (count < slots.length * 0.75) return
    slots = new Int32Array(slots.length * 2)
    for (let n = 0; n < count; n++) slots[freeSlot(slots, hashes[n]!)] = n + 1
  }

  /** Behind all that is there. @returns where it ends. */
  function write(text: string): number {
    const from = ends[count]!
    const most = from + text.length * 3
    if (most > bytes.length) bytes = grown(bytes, Buffer.alloc(Math.ceil(most * 1.25)))
    return from + bytes.write(text, from)
  }

  return {
    lineOf(text) {
      const end = write(text)
      const from = ends[count]!
      const hash = hashOf(bytes, from, end)
      for (let at = hash & (slots.length - 1); slots[at] !== 0; at = (at + 1) & (slots.length - 1)) {
        const n = slots[at]! - 1
        if (hashes[n] === hash && bytes.compare(bytes, from, end, ends[n]!, ends[n + 1]!) === 0) return lines[n]!
      }
      return undefined
    },
    add(text, line) {
      makeRoom()
      const end = write(text)
      const hash = hashOf(bytes, ends[count]!, end)
      hashes[count] = hash
      lines[count] = line
      slots[freeSlot(slots, hash)] = ++count
      ends[count] = end
    },
  }
}

function grown<List extends Uint8Array | Uint32Array | Int32Array>(from: List, to: List): List {
  to.set(from)
  return to
}

function freeSlot(slots: Int32Array, hash: number): number {
  let at = hash & (slots.length - 1)
  while (slots[at] !== 0) at = (at + 1) & (slots.length - 1)
  return at
}

/** FNV-1a, with its upper half mixed into the lower, which the slots go by. */
function hashOf(bytes: Buffer, from: number, end: number): number {
  let hash = 0x811c9dc5
  for (let at = from; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193)
  return hash ^ (hash >>> 15)
}
