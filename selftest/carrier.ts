import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { FaultChange } from '../simulator/faults/faults.ts'
import type { FaultName, FaultsView } from '../simulator/wire.ts'

/** The simulator as the self-test sees it: an address, an account, faults on demand, and a log that tells the truth. */
export interface Carrier {
  url: string
  account: { sid: string; authToken: string }
  logFile: string
  faults(change: FaultChange): Promise<void>
  /** How often each fault struck since this was last asked. */
  newHits(): Promise<FaultsView['hits_by']>
  ask<Answer>(method: string, path: string, body?: unknown): Promise<Answer>
  stop(): Promise<void>
}

export async function startCarrier(logFile: string, seed: number): Promise<Carrier> {
  const child = fork(new URL('./simulator-child.ts', import.meta.url), [logFile, String(seed)], { execArgv: [] })
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the simulator ended with ${code}`)))
  const [ready] = (await Promise.race([once(child, 'message'), ended])) as [
    { url: string; sid: string; authToken: string },
  ]
  ended.catch(() => {})
  let seen: FaultsView['hits_by'] = {}
  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${ready.url}/sim${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} /sim${path} answered ${response.status}: ${await response.text()}`)
    return response.json() as never
  }
  return {
    url: ready.url,
    account: { sid: ready.sid, authToken: ready.authToken },
    logFile,
    ask,
    async faults(change) {
      await ask('POST', '/faults', change)
    },
    async newHits() {
      const { hits_by } = (await ask('GET', '/faults')) as FaultsView
      const fresh = Object.entries(hits_by).map(([name, hits]) => [name, hits - (seen[name as FaultName] ?? 0)])
      seen = hits_by
      return Object.fromEntries(fresh)
    },
    async stop() {
      child.disconnect()
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}
