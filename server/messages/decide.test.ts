import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { TestWorkspace } from '../../test/app.ts'
import { readFacts } from '../health/facts.ts'
import { readFigures } from '../health/figures.ts'
import { showSending } from '../workspaces/release-sending.ts'
import { openAttempts } from './in-doubt.ts'
import { openReceipts } from './receipts.ts'
import type { DecisionItem, MessageDetail } from './schema.ts'
import { newReference } from './testing.ts'
import {
  ACCEPTED,
  type DoubtSteps,
  doubts,
  lookAfter,
  lookInVain,
  lookTwice,
  NOT_ACCEPTED,
  openDoubtSteps,
  sendInDoubt,
  sendUntil,
  startAfresh,
  taken,
} from './testing-doubt.ts'

let steps: DoubtSteps
let workspace: TestWorkspace
before(async () => {
  steps = await openDoubtSteps()
})
beforeEach(async () => {
  await startAfresh(steps)
  workspace = await steps.carrier.connected()
})
after(() => steps.close())

async function undecided(more: { class?: string; was?: typeof ACCEPTED } = {}) {
  const { was = ACCEPTED, ...text } = more
  const to = steps.newPhone()
  const [id] = await steps.post(workspace, { to, ...text })
  await sendInDoubt(steps, [id!], was)
  await lookInVain(steps, id!)
  return { id: id!, to }
}

const decide = (id: string, decision: string, by = workspace) =>
  by.call<MessageDetail & { code: string }>('POST', `/v1/messages/${id}/decision`, { decision })
const list = async (query = '') =>
  (await workspace.call<{ items: DecisionItem[]; next: string | null }>('GET', `/v1/decisions${query}`)).body

describe('the list of what needs a decision', () => {
  test('shows each text with what stands in the way, page by page, and nothing else', async () => {
    const first = await undecided()
    const second = await undecided()
    const [sent] = await steps.post(workspace, {})
    await sendUntil(steps, [sent!], 'sent', 'delivered')
    const { items } = await list()
    assert.deepEqual(
      items.map((item) => [item.id, item.undecided, item.why, item.attempt]),
      [second.id, first.id].map((id) => [id, 'refused', 'The simulator refuses to show its list.', 1]),
    )
    const page = await list('?limit=1')
    assert.deepEqual([page.items[0]!.id, page.next], [second.id, second.id])
    assert.equal((await list(`?limit=1&after=${page.next}`)).items[0]!.id, first.id)
  })

  test('is empty again once the provider can be asked', async () => {
    const { id } = await undecided()
    await lookAfter(steps, [id], 60)
    assert.deepEqual((await list()).items, [])
  })
})

describe('a person decides', () => {
  test('that it was sent: it is not sent again, its money stays, and it is on record', async () => {
    const { id, to } = await undecided()
    const { status, body } = await decide(id, 'it_was_sent')
    assert.deepEqual([status, body.status, body.doubt], [200, 'sent', null])
    assert.deepEqual(
      body.attempts.map(({ state, resolved_by }) => [state, resolved_by]),
      [['accepted', 'person']],
    )
    assert.ok(body.timeline.some(({ what }) => what === 'Test key decided: it was sent'))
    assert.ok((await steps.message(id)).committed.micros > 0)
    assert.equal(taken(steps, to).length, 1)
    const audit = await steps.context.db.tenant(workspace.id, (tx) =>
      tx.selectFrom('audit_entries').selectAll().where('target', '=', id).execute(),
    )
    assert.deepEqual(
      audit.map(({ action, actor_name }) => [action, actor_name]),
      [['message.decided', 'Test key']],
    )
  })

  test('that it is sent again: it goes out once more', async () => {
    const { id, to } = await undecided({ was: NOT_ACCEPTED })
    const { status, body } = await decide(id, 'send_again')
    assert.deepEqual([status, body.status], [200, 'queued'])
    await sendUntil(steps, [id], 'sent', 'delivered')
    assert.equal(taken(steps, to).length, 1)
    assert.deepEqual((await steps.message(id)).attempts, ['not_accepted', 'accepted'])
  })

  test('to send again what has expired meanwhile: it is of use again', async () => {
    const { id } = await undecided({ was: NOT_ACCEPTED })
    await steps.change(`update messages set not_after = now() - interval '1 hour' where id = $1`, [id])
    assert.equal((await decide(id, 'send_again')).status, 200)
    await sendUntil(steps, [id], 'sent', 'delivered')
  })

  test('twice the same: it is done once, even after it went out', async () => {
    const { id, to } = await undecided({ was: NOT_ACCEPTED })
    const both = await Promise.all([decide(id, 'send_again'), decide(id, 'send_again')])
    assert.deepEqual(
      both.map(({ status }) => status),
      [200, 200],
    )
    await sendUntil(steps, [id], 'sent', 'delivered')
    assert.equal((await decide(id, 'send_again')).status, 200)
    assert.equal(taken(steps, to).length, 1)
  })

  test('otherwise than somebody before: that is refused with who it was', async () => {
    const { id } = await undecided()
    await decide(id, 'it_was_sent')
    const { status, body } = await decide(id, 'send_again')
    assert.deepEqual([status, body.code], [409, 'decided_meanwhile'])
    assert.match(JSON.stringify(body), /sent meanwhile: Test key decided it/)
  })

  test('what a receipt has decided meanwhile: that is refused', async () => {
    const { id } = await undecided()
    const [doubt] = await doubts(steps, id)
    await callBack(id, 1, doubt!.token)
    const { status, body } = await decide(id, 'send_again')
    assert.deepEqual([status, body.code], [409, 'decided_meanwhile'])
    assert.equal((await doubts(steps, id))[0]!.resolved_by, 'callback')
  })

  const refused: [string, () => Promise<string>, string][] = [
    ['a text that is still looked up', inDoubt, 'still_looked_up'],
    ['a text of which all is known', sent, 'not_in_doubt'],
    ['a code that has run out, to send it again', runOutCode, 'cannot_send_again'],
  ]
  for (const [what, make, code] of refused) {
    test(`not about ${what}`, async () => {
      const { status, body } = await decide(await make(), 'send_again')
      assert.deepEqual([status, body.code], [409, code])
    })
  }

  test('only with the permissions to send and to read what was sent, and only in their own workspace', async () => {
    const { id } = await undecided()
    for (const permission of ['history.read', 'messages.send'] as const) {
      const half = await steps.carrier.server.workspace({ permissions: [permission] })
      assert.equal((await decide(id, 'it_was_sent', half)).status, 403)
    }
    const stranger = await steps.carrier.server.workspace()
    assert.equal((await decide(id, 'it_was_sent', stranger)).status, 404)
    assert.equal((await decide('msg_x', 'it_was_sent')).status, 404)
    assert.equal((await decide(id, 'perhaps')).status, 422)
  })
})

test('a code that has run out needs no decision any more', async () => {
  const { id } = await undecided({ class: 'otp' })
  await steps.change('update messages set not_after = now() where id = $1', [id])
  await steps.look()
  assert.deepEqual([(await list()).items, (await steps.message(id)).status], [[], 'expired'])
})

test('a code that has run out undecided is in doubt for nobody any more, until a receipt tells of it', async () => {
  const { id } = await undecided({ class: 'otp' })
  const [before, since] = [await inDoubtCounts(), (await readFacts(steps.context)).doubtSince]
  assert.ok(since)
  await steps.change('update messages set not_after = now() where id = $1', [id])
  await steps.look()
  const after = await inDoubtCounts()
  assert.deepEqual(after, { gauge: before.gauge - 1, release: before.release - 1, rivals: before.rivals - 1 })
  const [doubt] = await doubts(steps, id)
  await callBack(id, 1, doubt!.token)
  assert.equal((await steps.message(id)).status, 'delivered')
  assert.deepEqual(await inDoubtCounts(), after)
})

/** As the gauge, the release of a restored copy, and the look-ups see it. */
async function inDoubtCounts() {
  const { context } = steps
  const paused = (why: string | null) =>
    context.db.signIn((tx) =>
      tx.rows('', 'update installation set sending_paused_since = $1, sending_paused_why = $2, doubted_at = $1', [
        why && new Date(),
        why,
      ]),
    )
  await paused('restored')
  const release = (await showSending(context)).in_doubt
  await paused(null)
  const rivals = await context.db.system(async (tx) => {
    const all = await tx.rows<{ account: string; hash: Buffer }>(
      '',
      `select distinct provider_account as account, m.to_hash as hash from attempts a join messages m on m.id = a.message_id`,
      [],
    )
    const column = <T>(pick: (one: (typeof all)[number]) => T): T[] => all.map(pick)
    return openAttempts(
      context,
      tx,
      column(({ account }) => account),
      column(({ hash }) => hash),
    )
  })
  return { gauge: (await readFigures(context)).in_doubt, release, rivals: rivals.length }
}

describe('a receipt for what had been taken for not sent', () => {
  async function takenForNotSent(of = 'alert'): Promise<{ id: string; to: string; token: string }> {
    const to = steps.newPhone()
    const [id] = await steps.post(workspace, { to, class: of })
    await sendInDoubt(steps, [id!], NOT_ACCEPTED)
    await lookTwice(steps, [id!])
    const [doubt] = await doubts(steps, id!)
    assert.equal(doubt!.state, 'not_accepted')
    return { id: id!, to, token: doubt!.token }
  }

  test('comes before it was sent again: it is not sent again, and its money is spent after all', async () => {
    const { id, to, token } = await takenForNotSent()
    assert.equal((await steps.message(id)).committed.micros, 0)
    await callBack(id, 1, token)
    assert.deepEqual(await steps.beginAll(), [])
    const { status, committed } = await steps.message(id)
    assert.equal(status, 'delivered')
    assert.ok(committed.micros > 0)
    assert.deepEqual([taken(steps, to).length, (await doubts(steps, id))[0]!.doubled], [0, false])
  })

  test('comes after a code expired: it was delivered', async () => {
    const { id, token } = await takenForNotSent('otp')
    assert.equal((await steps.message(id)).status, 'expired')
    await callBack(id, 1, token)
    assert.equal((await steps.message(id)).status, 'delivered')
  })

  test('comes after it was sent again: it was sent twice, and that is told', async () => {
    const { id, token } = await takenForNotSent()
    await sendUntil(steps, [id], 'sent', 'delivered')
    const once = (await steps.message(id)).committed.micros
    await callBack(id, 1, token)
    const [first, second] = await doubts(steps, id)
    assert.deepEqual([first!.doubled, first!.state, second!.state], [true, 'accepted', 'accepted'])
    assert.equal((await steps.message(id)).committed.micros, 2 * once)
    const { body } = await workspace.call<MessageDetail>('GET', `/v1/messages/${id}`)
    assert.ok(body.timeline.some(({ what }) => what === 'Sent twice'))
    await callBack(id, 1, token)
    assert.equal((await steps.message(id)).committed.micros, 2 * once)
  })
})

let reference = newReference()
beforeEach(() => {
  reference = newReference()
})

async function callBack(messageId: string, n: number, token: string): Promise<void> {
  const address = { workspaceId: workspace.id, messageId, n, token }
  const said = { reference, status: 'delivered', errorCode: null, source: 'callback', proof: 'signature' } as const
  assert.equal(await openReceipts(steps.context).add({ ...address, ...said }), 'filed')
}

async function inDoubt(): Promise<string> {
  const [id] = await steps.post(workspace, {})
  await sendInDoubt(steps, [id!], ACCEPTED)
  return id!
}

async function sent(): Promise<string> {
  const [id] = await steps.post(workspace, {})
  await sendUntil(steps, [id!], 'sent', 'delivered')
  return id!
}

async function runOutCode(): Promise<string> {
  const { id } = await undecided({ class: 'otp' })
  await steps.change('update messages set not_after = now() where id = $1', [id])
  return id
}
