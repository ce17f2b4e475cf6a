import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MOST_ENDPOINTS } from '../../shared/webhooks.ts'
import { openWebhookTests } from './testing.ts'

test('a workspace has twenty at most, also of those that are made at once', async () => {
  const { server, receiver, stop } = await openWebhookTests({ role: 'api' })
  try {
    const workspace = await server.workspace()
    const make = () => workspace.call('POST', '/v1/webhooks', { url: `${receiver.url}/many` })
    const made = await Promise.all(Array.from({ length: 2 * MOST_ENDPOINTS }, make))
    const answered = (wanted: number) => made.filter(({ status }) => status === wanted).length
    assert.deepEqual([answered(201), answered(409)], [MOST_ENDPOINTS, MOST_ENDPOINTS])
  } finally {
    await stop()
  }
})
