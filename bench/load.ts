// What several benchmarks do: start a server, fill its queue.
import { openAcceptance } from '../server/messages/accept.ts'
import { prepare } from '../server/messages/prepare.ts'
import { pricesOf } from '../server/spend/prices.ts'
import { bodyOf } from './bare-loop.ts'
import { type Child, startChild } from './child.ts'
import type { BenchInstallation } from './installation.ts'

/** The server listens where receipts are told to go, so its port is fixed for the run. */
export function startServer(installation: BenchInstallation): Promise<Child & { ready: { url: string } }> {
  const port = String(20_000 + Math.floor(Math.random() * 20_000))
  return startChild('./server-child.ts', [], {
    ...installation.environment,
    HANDSET_ROLE: 'all',
    HANDSET_PORT: port,
    HANDSET_PUBLIC_URL: `http://127.0.0.1:${port}`,
  })
}

/** Texts of one class, shared out over the workspaces, through the acceptance of POST /v1/messages. */
export async function fillQueue(
  { handset: { context }, workspaces }: BenchInstallation,
  n: number,
  textClass: 'alert' | 'campaign' = 'alert',
): Promise<void> {
  const accept = openAcceptance(context)
  const prices = await pricesOf(context)
  const share = Math.ceil(n / workspaces.length)
  let left = n
  for (const { id } of workspaces) {
    const own = Math.min(share, left)
    left -= own
    for (let done = 0; done < own; done += 1000) {
      const inputs = Array.from({ length: Math.min(1000, own - done) }, (_, i) => ({
        to: `+1415555${String((done + i) % 10_000).padStart(4, '0')}`,
        body: bodyOf(done + i),
        class: textClass,
      }))
      const actor = {
        workspaceId: id,
        kind: 'api_key' as const,
        id: 'key_bench',
        name: 'Bench',
        email: null,
        address: null,
        operator: false,
        permissions: new Set<string>(),
      }
      await accept({ actor, texts: await prepare(context, id, inputs, prices), idempotency: null })
    }
  }
}
