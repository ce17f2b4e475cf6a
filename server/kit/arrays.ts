const TEXT = 25
const BYTEA = 17
/** Dimensions, whether nulls are among them, the type, how many, and the number of the first: four bytes each. */
const HEAD_BYTES = 20

/**
 * A parameter of type text[] as PostgreSQL reads it off the wire (`array_recv` of its source). The driver would write all
 * of it as one text with each value quoted, which takes both sides three times as long; of many values that tells.
 */
export function textArray(values: (string | null)[]): Buffer {
  let most = HEAD_BYTES
  for (const value of values) most += 4 + (value === null ? 0 : value.length * 3)
  const into = Buffer.allocUnsafe(most)
  let at = writeHead(into, TEXT, values)
  for (const value of values) {
    const length = value === null ? -1 : into.write(value, at + 4)
    at = into.writeInt32BE(length, at) + Math.max(0, length)
  }
  return into.subarray(0, at)
}

/** The same of type bytea[]. */
export function bytesArray(values: (Buffer | null)[]): Buffer {
  let bytes = HEAD_BYTES
  for (const value of values) bytes += 4 + (value?.length ?? 0)
  const into = Buffer.allocUnsafe(bytes)
  let at = writeHead(into, BYTEA, values)
  for (const value of values) {
    at = into.writeInt32BE(value === null ? -1 : value.length, at)
    if (value) at += value.copy(into, at)
  }
  return into.subarray(0, at)
}

function writeHead(into: Buffer, type: number, values: unknown[]): number {
  into.writeInt32BE(values.length > 0 ? 1 : 0, 0)
  into.writeInt32BE(values.includes(null) ? 1 : 0, 4)
  into.writeInt32BE(type, 8)
  // An empty one has no dimension, and ends here.
  if (values.length === 0) return 12
  into.writeInt32BE(values.length, 12)
  into.writeInt32BE(1, 16)
  return HEAD_BYTES
}
