import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startSimulator } from '../../simulator/start.ts'
import { startTestServer } from '../../test/app.ts'
import { fullAccount } from '../../test/carrier.ts'
import type { Context } from '../kit/context.ts'

/** The waits of reality in seconds: the answer 0.5, a callback 1, the second look 4. */
const SPEED = '60'
const TEXTS = 60

test('among lost answers, lost requests and a list that lags, every text goes out once', {
  timeout: 60_000,
}, async (t) => {
  const simulator = await startSimulator({ port: 0, delays: { deliveryMs: 5 } })
  t.after(() => simulator.stop())
  const server = await startTestServer({
    simulatorUrl: simulator.url,
    publicAddress: false,
    environment: { HANDSET_SIMULATOR_SPEED: SPEED },
  })
  t.after(() => server.stop())
  const workspace = await server.workspace()
  assert.equal((await workspace.call('PUT', '/v1/sms/settings', fullAccount(simulator))).status, 200)

  const { faults } = simulator.state
  faults.change({ error_after: 0.2, error_before: 0.2, reset: 0.1, hang: 0.05, rate_429: 0.05, list_lag_ms: 2000 })
  const numbers = Array.from({ length: TEXTS }, (_, i) => `+1415555${1000 + Math.floor(i / 2)}`)
  const messages = numbers.map((to, i) => ({ to, body: i % 4 < 2 ? 'The same words' : `Words of ${i}` }))
  assert.equal((await workspace.call('POST', '/v1/messages', { messages })).status, 202)
  const tried = () => countTried(server.context)
  await eventually('every text being tried', async () => (await tried()) === TEXTS)
  faults.change({ error_after: 0, error_before: 0, reset: 0, hang: 0, rate_429: 0 })

  const open = async () => {
    const { body: counts } = await workspace.call<{ pending: { count: number } }>('GET', '/v1/messages/counts')
    return counts.pending.count
  }
  await eventually('every text being decided', async () => (await open()) === 0)

  const sent = [...simulator.state.messages.newestFirst()].filter(({ direction }) => direction === 'outbound-api')
  const tally = (list: { to: string; body: string }[]) => list.map(({ to, body: words }) => `${to} ${words}`).sort()
  assert.deepEqual(tally(sent), tally(messages))
})

async function countTried(context: Context): Promise<number> {
  const [row] = await context.db.system((tx) =>
    tx.rows<{ tried: number }>('', 'select count(distinct message_id)::int as tried from attempts', []),
  )
  return row!.tried
}

/** Longer than `until` waits: two looks take their time even when hurried. */
async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 40_000
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`${what} did not happen within 40 seconds`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
