import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { TestWorkspace } from '../../test/app.ts'
import { openAttempts } from './in-doubt.ts'
import { openSteps, type Steps } from './testing.ts'
import { ACCEPTED, sendInDoubt } from './testing-doubt.ts'

let steps: Steps
let workspace: TestWorkspace
before(async () => {
  steps = await openSteps()
})
beforeEach(async () => {
  steps.carrier.simulator.state.faults.clear()
  await steps.emptyQueue()
  await steps.change(
    `update attempts set state = 'rejected', redirected_sealed = null where state in ('started', 'unknown')`,
  )
  workspace = await steps.carrier.connected()
})
after(() => steps.close())

async function textInDoubt(was: typeof ACCEPTED, by = workspace) {
  const to = steps.newPhone()
  const [id] = await steps.post(by, { to })
  await sendInDoubt(steps, [id!], was)
  return { id: id!, to }
}

test('a look reads no open texts to other numbers, but those that went to its number by a redirect', async () => {
  const { id, to } = await textInDoubt(ACCEPTED)
  const others = await steps.post(workspace, {}, {}, { to })
  await steps.beginAll()
  await steps.change(`update attempts set redirected_sealed = 'x' where message_id = $1`, [others[1]])
  const { context } = steps
  const open = await context.db.system(async (tx) => {
    const [of] = await tx.rows<{ account: string }>(
      '',
      'select provider_account as account from attempts where message_id = $1',
      [id],
    )
    return openAttempts(context, tx, [of!.account], [context.keys.hashNumber(to)])
  })
  assert.deepEqual(
    open
      .map((one) => one.message_id)
      .filter((one) => one === id || others.includes(one))
      .sort(),
    [id, others[1], others[2]].sort(),
  )
})
