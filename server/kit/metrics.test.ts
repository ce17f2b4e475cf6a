import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openMetrics, STEPS_SECONDS } from './metrics.ts'

const sum = (counts: number[]) => counts.reduce((all, one) => all + one, 0)

test('what is counted stands in the text that Prometheus reads', async () => {
  const metrics = openMetrics()
  metrics.claimed(3)
  metrics.slowed('all', { accounts: 2, leastShare: 0.25 })
  metrics.attemptEnded('accepted', 0.03)
  metrics.attemptEnded('accepted', 0.2)
  metrics.attemptEnded('unknown', 31)
  metrics.doubtResolved('listing', 'not_accepted')
  metrics.doubleProven()
  metrics.receiptFiled('callback')
  metrics.callbackRefused()
  metrics.transactionEnded('tenant', 0.004)
  const text = await metrics.registry.metrics()
  for (const line of [
    'handset_claimed_total 3',
    'handset_accounts_slowed{texts="all"} 2',
    'handset_account_least_share{texts="all"} 0.25',
    'handset_attempts_total{outcome="accepted"} 2',
    'handset_attempts_total{outcome="unknown"} 1',
    'handset_provider_seconds_bucket{le="0.05"} 1',
    'handset_provider_seconds_count 3',
    'handset_doubts_resolved_total{by="listing",as="not_accepted"} 1',
    'handset_doubles_proven_total 1',
    'handset_receipts_total{source="callback"} 1',
    'handset_callbacks_refused_total 1',
    'handset_transaction_seconds_bucket{le="0.005",role="tenant"} 1',
  ])
    assert.ok(text.includes(`${line}\n`), `${line} is not in\n${text}`)
})

test('two servers in one process count apart', async () => {
  const [one, other] = [openMetrics(), openMetrics()]
  one.doubleProven()
  assert.match(await one.registry.metrics(), /^handset_doubles_proven_total 1$/m)
  assert.match(await other.registry.metrics(), /^handset_doubles_proven_total 0$/m)
})

test('a tally holds what came since the last one, each length in its step', () => {
  const metrics = openMetrics()
  metrics.handedOver(-0.2)
  metrics.handedOver(0.005)
  metrics.handedOver(0.006)
  metrics.handedOver(1000)
  metrics.attemptEnded('rejected', 0.1)
  const { waits, outcomes, transactions } = metrics.takeTally()
  assert.deepEqual([waits[0], waits[1], waits[STEPS_SECONDS.length], sum(waits)], [2, 1, 1, 4])
  assert.deepEqual(outcomes, { accepted: 0, rejected: 1, not_sent: 0, unknown: 0 })
  assert.equal(sum(transactions), 0)
  assert.equal(sum(metrics.takeTally().waits), 0)
})

test('the last turn of reconciliation is unknown until there was one', () => {
  const metrics = openMetrics()
  assert.equal(metrics.lookedUpSecondsAgo(), null)
  metrics.lookedUp()
  assert.ok(metrics.lookedUpSecondsAgo()! < 1)
})
