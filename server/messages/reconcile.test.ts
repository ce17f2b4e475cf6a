import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { TestWorkspace } from '../../test/app.ts'
import { fullAccount } from '../../test/carrier.ts'
import { beginBatch } from './begin.ts'
import { openReconciling } from './reconcile.ts'
import {
  ACCEPTED,
  type DoubtSteps,
  doubts,
  lookAfter,
  lookTwice,
  NOT_ACCEPTED,
  openDoubtSteps,
  pass,
  sendInDoubt,
  sendUntil,
  startAfresh,
  TO_FIRST_LOOK,
  TO_SECOND_LOOK,
  taken,
} from './testing-doubt.ts'

let steps: DoubtSteps
let workspace: TestWorkspace
before(async () => {
  steps = await openDoubtSteps()
  workspace = await steps.carrier.connected()
})
beforeEach(() => startAfresh(steps))
after(() => steps.close())

const faults = () => steps.carrier.simulator.state.faults

async function textInDoubt(was: typeof ACCEPTED, more: { class?: string; body?: string; to?: string } = {}) {
  const to = more.to ?? steps.newPhone()
  const [id] = await steps.post(workspace, { to, ...more })
  await sendInDoubt(steps, [id!], was)
  return { id: id!, to }
}

describe('a text in doubt that was taken', () => {
  test('is found in the list once the time for callbacks is over, and not looked for before', async () => {
    const { id, to } = await textInDoubt(ACCEPTED)
    await lookAfter(steps, [id], TO_FIRST_LOOK - 5)
    assert.deepEqual((await steps.message(id)).attempts, ['unknown'])
    await lookAfter(steps, [id], 5)
    const { attempts, committed, provider_sid } = await steps.message(id)
    const [doubt] = await doubts(steps, id)
    assert.deepEqual([attempts, doubt!.resolved_by], [['accepted'], 'listing'])
    assert.equal(provider_sid, taken(steps, to)[0]!.sid)
    assert.ok(committed.micros > 0)
  })

  test('is found with the sentence of a trial account before it', async () => {
    const trial = steps.carrier.simulator.state.accounts.find((account) => account.kind === 'Trial')!
    const own = await steps.carrier.connected({
      account_sid: trial.sid,
      credentials: { kind: 'auth_token', auth_token: trial.authToken },
      sender: { kind: 'phone_number', phone_number: '+14155550120' },
    })
    const [id] = await steps.post(own, { to: '+14155550142', body: 'On trial' })
    await sendInDoubt(steps, [id!], ACCEPTED)
    await lookAfter(steps, [id!], TO_FIRST_LOOK)
    assert.deepEqual((await steps.message(id!)).attempts, ['accepted'])
    assert.match(taken(steps, '+14155550142')[0]!.body, /^Sent from your Twilio trial account/)
  })

  test('is found with its look-alikes replaced', async () => {
    const { id, to } = await textInDoubt(ACCEPTED, { body: 'Acme: “ENG-142” – see it…' })
    Object.assign(taken(steps, to)[0]!, { body: 'Acme: "ENG-142" - see it...' })
    await lookAfter(steps, [id], TO_FIRST_LOOK)
    assert.deepEqual((await steps.message(id)).attempts, ['accepted'])
  })

  test('is found at the second look where the provider lists it late, and was not sent again', async () => {
    const { id, to } = await textInDoubt(ACCEPTED)
    faults().change({ list_lag_ms: 600_000 })
    await lookAfter(steps, [id], TO_FIRST_LOOK)
    const [doubt] = await doubts(steps, id)
    assert.deepEqual([doubt!.state, doubt!.looks], ['unknown', 1])
    assert.ok(doubt!.look_in_seconds! > 235 && doubt!.look_in_seconds! <= 240)
    faults().clear()
    await lookAfter(steps, [id], TO_SECOND_LOOK)
    assert.deepEqual((await steps.message(id)).attempts, ['accepted'])
    assert.equal(taken(steps, to).length, 1)
  })

  test('is left to a person where its words were removed', async () => {
    const { id, to } = await textInDoubt(ACCEPTED)
    Object.assign(taken(steps, to)[0]!, { body: '' })
    await lookTwice(steps, [id])
    const [doubt] = await doubts(steps, id)
    assert.deepEqual([doubt!.state, doubt!.looks, doubt!.undecided], ['unknown', 0, 'unclear'])
  })
})

describe('a text in doubt that was not taken', () => {
  test('is sent once more after two looks without it, and its money is kept until then', async () => {
    const { id, to } = await textInDoubt(NOT_ACCEPTED)
    await lookAfter(steps, [id], TO_FIRST_LOOK)
    const first = await steps.message(id)
    assert.deepEqual([first.status, first.attempts], ['unknown', ['unknown']])
    const kept = first.committed.micros
    await lookAfter(steps, [id], TO_SECOND_LOOK)
    const second = await steps.message(id)
    assert.deepEqual([second.status, second.attempts], ['queued', ['not_accepted']])
    assert.ok(second.committed.micros < kept)
    await sendUntil(steps, [id], 'sent', 'delivered')
    assert.equal(taken(steps, to).length, 1)
    assert.deepEqual((await steps.message(id)).attempts, ['not_accepted', 'accepted'])
  })

  test('is not sent a fifth time by itself', async () => {
    const { id } = await textInDoubt(NOT_ACCEPTED)
    await lookTwice(steps, [id])
    for (let again = 0; again < 3; again++) {
      assert.equal((await steps.message(id)).status, 'queued')
      await sendInDoubt(steps, [id], NOT_ACCEPTED)
      await lookTwice(steps, [id])
    }
    const { status, attempts, finished } = await steps.message(id)
    assert.deepEqual([status, attempts, finished], ['failed', Array(4).fill('not_accepted'), true])
  })

  test('expires if it is a code, and its words are gone', async () => {
    const { id } = await textInDoubt(NOT_ACCEPTED, { class: 'otp' })
    await lookTwice(steps, [id])
    const { status, attempts, has_body } = await steps.message(id)
    assert.deepEqual([status, attempts, has_body], ['expired', ['not_accepted'], false])
  })

  test('expires if it is too late for it', async () => {
    const { id } = await textInDoubt(NOT_ACCEPTED)
    await steps.change('update messages set not_after = now() where id = $1', [id])
    await lookTwice(steps, [id])
    assert.equal((await steps.message(id)).status, 'expired')
  })

  test('comes after the others if it is one of a campaign', async () => {
    const { id } = await textInDoubt(NOT_ACCEPTED, { class: 'campaign' })
    await lookTwice(steps, [id])
    const { status, due_in_seconds } = await steps.message(id)
    assert.equal(status, 'queued')
    assert.ok(due_in_seconds > 890)
  })
})

describe('two texts with the same words to one number', () => {
  test('of which one was taken: one counts as sent, and the other is sent again', async () => {
    const same = { to: steps.newPhone(), body: 'The same words' }
    const one = await textInDoubt(ACCEPTED, same)
    const other = await textInDoubt(NOT_ACCEPTED, same)
    const ids = [one.id, other.id]
    await lookTwice(steps, ids)
    await sendUntil(steps, ids, 'sent', 'delivered')
    assert.equal(taken(steps, same.to).length, 2)
  })

  test('that were both taken are both found', async () => {
    const same = { to: steps.newPhone(), body: 'The same words' }
    const ids = [(await textInDoubt(ACCEPTED, same)).id, (await textInDoubt(ACCEPTED, same)).id]
    await lookAfter(steps, ids, TO_FIRST_LOOK)
    for (const id of ids) assert.deepEqual((await steps.message(id)).attempts, ['accepted'])
    assert.equal(taken(steps, same.to).length, 2)
  })

  test('never share a message: what an attempt owns proves nothing for another', async () => {
    const same = { to: steps.newPhone(), body: 'The same words' }
    const [sent] = await steps.post(workspace, same)
    await sendUntil(steps, [sent!], 'sent', 'delivered')
    const { id } = await textInDoubt(NOT_ACCEPTED, same)
    await lookTwice(steps, [id])
    assert.deepEqual((await steps.message(id)).attempts, ['not_accepted'])
  })

  test('of which one is still on its way: the other waits for it', async () => {
    const same = { to: steps.newPhone(), body: 'The same words' }
    const { id } = await textInDoubt(ACCEPTED, same)
    const [second] = await steps.post(workspace, same)
    assert.equal((await steps.beginAll()).length, 1)
    await lookAfter(steps, [id], TO_FIRST_LOOK)
    const [doubt] = await doubts(steps, id)
    assert.deepEqual([doubt!.state, doubt!.looks, doubt!.undecided], ['unknown', 0, null])
    await steps.change(`update attempts set state = 'not_sent' where message_id = $1`, [second])
    await lookAfter(steps, [id], 60)
    assert.deepEqual((await steps.message(id)).attempts, ['accepted'])
  })
})

describe('where looking does not help', () => {
  test('a refused list is no look; it is tried again, and decides when it is answered', async () => {
    const { id } = await textInDoubt(ACCEPTED)
    faults().change({ sign_in_refused: true })
    await lookAfter(steps, [id], TO_FIRST_LOOK)
    const [doubt] = await doubts(steps, id)
    assert.deepEqual([doubt!.state, doubt!.looks, doubt!.undecided], ['unknown', 0, 'refused'])
    faults().clear()
    await lookAfter(steps, [id], 60)
    assert.deepEqual((await steps.message(id)).attempts, ['accepted'])
  })

  test('settings that the provider accepts are looked with at once', async () => {
    const own = await steps.carrier.connected()
    const [id] = await steps.post(own, {})
    await sendInDoubt(steps, [id!], ACCEPTED)
    faults().change({ sign_in_refused: true })
    await lookAfter(steps, [id!], TO_FIRST_LOOK)
    faults().clear()
    await steps.look()
    assert.equal((await steps.message(id!)).status, 'unknown')
    const saved = await own.call('PATCH', '/v1/sms/settings', fullAccount(steps.carrier.simulator))
    assert.equal(saved.status, 200)
    await steps.look()
    assert.deepEqual((await steps.message(id!)).attempts, ['accepted'])
  })

  test('a provider that is too busy is left alone and nothing is made of it', async () => {
    const { id } = await textInDoubt(NOT_ACCEPTED)
    faults().change({ rate_429: 1 })
    await lookAfter(steps, [id], TO_FIRST_LOOK)
    const [doubt] = await doubts(steps, id)
    assert.deepEqual([doubt!.state, doubt!.looks, doubt!.undecided], ['unknown', 0, null])
    assert.ok(doubt!.look_in_seconds! > 0)
  })

  test('another account is never asked', async () => {
    const own = await steps.carrier.connected()
    const [id] = await steps.post(own, {})
    await sendInDoubt(steps, [id!], ACCEPTED)
    await steps.change(`update connections set account_sid = 'AC' || repeat('0', 32) where workspace_id = $1`, [own.id])
    await lookAfter(steps, [id!], TO_FIRST_LOOK)
    assert.equal((await doubts(steps, id!))[0]!.undecided, 'other_account')
  })

  test('a connection that was erased leaves it to a person', async () => {
    const own = await steps.carrier.connected()
    const [id] = await steps.post(own, {})
    await sendInDoubt(steps, [id!], ACCEPTED)
    assert.ok((await own.call('DELETE', '/v1/sms/settings')).status < 300)
    await lookAfter(steps, [id!], TO_FIRST_LOOK)
    assert.equal((await doubts(steps, id!))[0]!.undecided, 'no_connection')
  })
})

test('one that cannot be opened is left to a person, and does not keep the others from being looked up', async () => {
  const broken = await textInDoubt(ACCEPTED)
  await steps.change(`update messages set body_sealed = 'x', to_sealed = 'x' where id = $1`, [broken.id])
  const { id } = await textInDoubt(ACCEPTED)
  await lookAfter(steps, [broken.id, id], TO_FIRST_LOOK)
  assert.deepEqual((await steps.message(id)).attempts, ['accepted'])
  assert.equal((await doubts(steps, broken.id))[0]!.undecided, 'no_text')
})

test('a database that is away when the words are to be read leaves the doubt to a later look', async () => {
  const { id } = await textInDoubt(ACCEPTED)
  await pass(steps, [id], TO_FIRST_LOOK)
  const forWorkspace = () => Promise.reject(new Error('Connection terminated unexpectedly'))
  const cutOff = openReconciling({ ...steps.context, keys: { ...steps.context.keys, forWorkspace } })
  await assert.rejects(cutOff(), /Connection terminated/)
  const [doubt] = await doubts(steps, id)
  assert.equal(doubt!.undecided, null)
  await lookAfter(steps, [id], TO_FIRST_LOOK)
  assert.deepEqual((await steps.message(id)).attempts, ['accepted'])
})

test('a provider without a list is never asked, and a person must decide at once', async () => {
  const { id } = await textInDoubt(ACCEPTED)
  await steps.change(`update attempts set provider = 'webhook' where message_id = $1`, [id])
  await lookAfter(steps, [id], TO_FIRST_LOOK)
  const [doubt] = await doubts(steps, id)
  assert.deepEqual([doubt!.undecided, doubt!.look_in_seconds], ['no_listing', null])
})

test('an attempt keeps whether the provider was told where to report', async () => {
  const given = async (address: string | null) => {
    const [id] = await steps.post(workspace, {})
    const wanted = { limit: 10, rooms: new Map(), roomForNew: 1024, urgentOnly: false }
    await beginBatch({ ...steps.context, publicUrl: () => address }, steps.shift, wanted)
    const [row] = await steps.context.db.system((tx) =>
      tx.rows<{ given: boolean }>('', 'select callback_given as given from attempts where message_id = $1', [id]),
    )
    return row!.given
  }
  assert.deepEqual([await given(null), await given('https://sms.acme.example')], [false, true])
})

test('two workers share the work: what one has taken the other leaves alone', async () => {
  const ids = await steps.post(workspace, ...Array.from({ length: 6 }, () => ({})))
  await sendInDoubt(steps, ids, ACCEPTED)
  await pass(steps, ids, TO_FIRST_LOOK)
  const before = steps.carrier.simulator.state.acceptedCount
  await Promise.all([steps.look(), openReconciling(steps.context)()])
  for (const id of ids) assert.deepEqual((await steps.message(id)).attempts, ['accepted'])
  assert.equal(steps.carrier.simulator.state.acceptedCount, before)
})
