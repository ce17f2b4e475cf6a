import { Pool } from 'undici'

export interface Load {
  path: string
  ms: number
  connections: number
  authorization: string
  /** With an Idempotency-Key each, which is stored beside what is posted. */
  keyed: boolean
}

/** Requests a second that were answered with 202. */
export async function post(url: string, load: Load, make: (i: number) => unknown): Promise<number> {
  const pool = new Pool(url, { connections: load.connections, pipelining: 1 })
  const startedMs = performance.now()
  let sent = 0
  const worker = async () => {
    while (performance.now() - startedMs < load.ms) {
      const body = JSON.stringify(make(sent))
      sent += 1
      const headers = {
        'content-type': 'application/json',
        authorization: load.authorization,
        ...(load.keyed && { 'idempotency-key': `bench-${startedMs}-${sent}` }),
      }
      const answer = await pool.request({ method: 'POST', path: load.path, headers, body })
      await answer.body.dump()
      if (answer.statusCode !== 202) throw new Error(`answered ${answer.statusCode}`)
    }
  }
  await Promise.all(Array.from({ length: load.connections }, worker))
  const seconds = (performance.now() - startedMs) / 1000
  await pool.close()
  return sent / seconds
}
