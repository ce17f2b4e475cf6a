import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { until } from '../../test/app.ts'
import { openSteps, type Steps, signedOn, startSending } from './testing.ts'

let steps: Steps
before(async () => {
  steps = await openSteps()
})
after(() => steps.close())

test('a text whose key cannot be read, because the database is away, is tried again and has not failed', async () => {
  const { context } = steps
  const workspace = await steps.carrier.connected()
  const [id] = await steps.post(workspace, {})
  let away = true
  const keys = {
    ...context.keys,
    forWorkspace(workspaceId: string) {
      if (!away) return context.keys.forWorkspace(workspaceId)
      away = false
      return Promise.reject(new Error('Connection terminated unexpectedly'))
    },
  }
  const loop = startSending({ ...context, keys }, await signedOn(context, 'wrk_away'))
  await until('the text being sent', async () => (await steps.message(id!)).attempts.includes('accepted'))
  await loop.stop()
  assert.deepEqual((await steps.message(id!)).attempts, ['not_sent', 'accepted'])
})
