const encoder = new TextEncoder()

/** A file from its parts: the next is made when the one before was taken, so a slow reader holds up nobody but itself. */
export function inParts(parts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(out) {
      const { value, done } = await parts.next()
      if (done) out.close()
      // An empty one too: nothing put in, nothing would be asked for again.
      else out.enqueue(encoder.encode(value))
    },
    cancel: async () => void (await parts.return(undefined)),
  })
}

/** Of a file that is kept on a disk and in no cache. */
export function downloadHeaders(fileName: string, type = 'text/csv; charset=utf-8') {
  return {
    'content-type': type,
    'content-disposition': `attachment; filename="${fileName}"`,
    'cache-control': 'no-store',
  }
}
