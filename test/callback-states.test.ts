import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { type TestWorkspace, until } from './app.ts'
import { accountOf, type Bench, type Params, type Sent, startBench } from './callback.ts'
import { type Shown, startCarrier, waitForStatus } from './carrier.ts'

let bench: Bench
before(async () => {
  bench = await startBench()
})
after(() => bench.stop())

/** What the carrier says of one text, in order; the last with its code. */
const LIVES: [status: string, code?: string][][] = [
  [['queued'], ['sending'], ['sent'], ['delivered']],
  [['queued'], ['sending'], ['sent'], ['undelivered', '30003']],
  [['queued'], ['sending'], ['sent'], ['failed', '30008']],
  [['accepted'], ['sent'], ['delivered'], ['read']],
  [['sending'], ['sent'], ['undelivered', '30003'], ['delivered']],
]

function receiptsOf(texts: Sent[]): { text: Sent; params: Params }[] {
  return texts.flatMap((text, i) =>
    LIVES[i % LIVES.length]!.map(([MessageStatus, ErrorCode]) => ({
      text,
      params: { MessageSid: text.sid, MessageStatus, ...(ErrorCode && { ErrorCode }) },
    })),
  )
}

/** How each text ended, and what the workspace paid; everything but ids and times. */
async function ends(texts: Sent[]): Promise<unknown> {
  const { workspace } = texts[0]!
  const rows = await bench.server.context.db.system((tx) =>
    tx.rows<{ id: string }>(
      'ends',
      `select m.id, m.status, m.error_code, a.state, a.provider_status, a.error_code as attempt_error,
         (select string_agg(r.status || coalesce(r.error_code::text, ''), ' ' order by r.rank, r.status) from receipts r
          where r.workspace_id = m.workspace_id and r.message_id = m.id) as said
       from messages m join attempts a on a.workspace_id = m.workspace_id and a.message_id = m.id
       where m.workspace_id = $1 and m.id = any($2)`,
      [workspace.id, texts.map(({ id }) => id)],
    ),
  )
  const byId = new Map(rows.map(({ id, ...end }) => [id, end]))
  const { body } = await workspace.call('GET', '/v1/spend')
  return { texts: texts.map(({ id }) => byId.get(id)), committed: body.committed_micros }
}

function shuffled<T>(items: T[]): T[] {
  return items
    .map((item) => [Math.random(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item)
}

test('200 receipts, each three times and in any order, end as they do once and in order', async () => {
  const account = accountOf(bench)
  const [once, thrice] = [await bench.workspaceOf(account), await bench.workspaceOf(account)]
  const [plain, repeated] = [await bench.send(once, 50), await bench.send(thrice, 50)]
  for (const { text, params } of receiptsOf(plain))
    assert.equal(await bench.call(text.path, params, account.authToken), 204)
  const receipts = receiptsOf(repeated)
  assert.equal(receipts.length, 200)
  const storm = shuffled([...receipts, ...receipts, ...receipts])
  const answers = await Promise.all(storm.map(({ text, params }) => bench.call(text.path, params, account.authToken)))
  assert.deepEqual(new Set(answers), new Set([204]))
  assert.deepEqual(await ends(repeated), await ends(plain))
  const repeats = await bench.server.context.db.system((tx) =>
    tx.selectFrom('receipts').select('repeats').where('workspace_id', '=', thrice.id).execute(),
  )
  assert.deepEqual(
    repeats,
    Array.from({ length: 200 }, () => ({ repeats: 2 })),
  )
})

test('a receipt that cannot be filed takes none of the others with it', async () => {
  const account = accountOf(bench)
  const [clumsy, other] = [await bench.workspaceOf(account), await bench.workspaceOf(account)]
  const [known, doubtful] = (await bench.send(clumsy, 2)) as [Sent, Sent]
  const texts = await bench.send(other, 60)
  // As after an answer that never came: which message it became is not known.
  await bench.server.context.db.system((tx) =>
    tx
      .updateTable('attempts')
      .set({ state: 'unknown', provider_sid: null })
      .where('message_id', '=', doubtful.id)
      .execute(),
  )
  const wrong = { MessageSid: known.sid, MessageStatus: 'delivered' }
  const answers = await Promise.all(
    texts.flatMap((text, i) => [
      ...(i % 10 === 0 ? [bench.call(doubtful.path, wrong, account.authToken)] : []),
      bench.call(text.path, { MessageSid: text.sid, MessageStatus: 'delivered' }, account.authToken),
    ]),
  )
  assert.deepEqual(
    [404, 204].map((status) => answers.filter((answer) => answer === status).length),
    [6, 60],
  )
  for (const { id } of texts) await waitForStatus(other, id, 'delivered')
  assert.equal((await waitForStatus(clumsy, doubtful.id, 'sent')).attempts[0]!.state, 'unknown')
})

describe('when the Auth Token is replaced', () => {
  let workspace: TestWorkspace
  let text: Sent
  let old: string
  const receipt = (signedBy: string, status = 'sending') =>
    bench.call(text.path, { MessageSid: text.sid, MessageStatus: status }, signedBy)
  const becomes = (status: number, signedBy: string) =>
    until(`a receipt being answered with ${status}`, async () => (await receipt(signedBy)) === status)

  before(async () => {
    const account = accountOf(bench, 'Another account')
    old = account.authToken
    workspace = await bench.workspaceOf(account)
    text = (await bench.send(workspace, 1))[0]!
    account.authToken = '0123456789abcdef0123456789abcdef'
    const credentials = { kind: 'auth_token', auth_token: account.authToken }
    const saved = await workspace.call('PATCH', '/v1/sms/settings', { credentials })
    assert.equal(saved.status, 200, JSON.stringify(saved.body))
    await becomes(204, account.authToken)
  })

  test('receipts that were signed with the old one are still believed, for 24 hours', async () => {
    assert.equal(await receipt(old, 'sent'), 204)
    const { body } = await workspace.call<{ previous_token_until: string }>('GET', '/v1/sms/settings')
    const hours = (Date.parse(body.previous_token_until) - Date.now()) / 3_600_000
    assert.ok(hours > 23.9 && hours <= 24, String(hours))
    assert.equal(await receipt('fedcba9876543210fedcba9876543210'), 403)
  })

  test('and no longer, once those are over', async () => {
    const set = (until: Date) =>
      bench.server.context.db.tenant(workspace.id, (tx) =>
        tx.updateTable('connections').set({ previous_token_until: until }).execute(),
      )
    await set(new Date(Date.now() - 1000))
    await becomes(403, old)
    await set(new Date(Date.now() + 60_000))
    await becomes(204, old)
  })

  test('or once somebody ends it by hand', async () => {
    assert.equal((await workspace.call('DELETE', '/v1/sms/settings/previous-token')).status, 200)
    await becomes(403, old)
    assert.equal(await receipt('0123456789abcdef0123456789abcdef'), 204)
  })
})

describe('with an API key alone, which signs nothing,', () => {
  let workspace: TestWorkspace
  let texts: [Sent, Sent, Sent]
  /** Messages that the provider was asked about. */
  const asked: string[] = []
  const say = (text: Sent, params: Params, signedBy: string | null = null) =>
    bench.call(text.path, { MessageSid: text.sid, ...params }, signedBy)
  const shown = async ({ id }: Sent) => (await workspace.call<Shown>('GET', `/v1/messages/${id}`)).body

  before(async () => {
    const account = accountOf(bench)
    const [key] = account.keys
    workspace = await bench.workspaceOf(account, {
      credentials: { kind: 'api_key', api_key_sid: key!.sid, api_key_secret: key!.secret },
    })
    texts = (await bench.send(workspace, 3)) as typeof texts
    const { messages } = bench.simulator.state
    for (const { sid } of texts) await until('delivery', async () => messages.find(sid)?.status === 'delivered')
    const { egress } = bench.server.context
    const { http } = egress
    egress.http = (request) => {
      const [, sid] = /\/Messages\/(\w+)\.json$/.exec(request.url) ?? []
      if (request.method === 'GET' && sid) asked.push(sid)
      return http(request)
    }
  })
  beforeEach(() => void asked.splice(0))

  test('a receipt is believed only as far as the provider says the same when it is asked', async () => {
    const [text] = texts
    assert.equal(await say(text, { MessageStatus: 'failed', ErrorCode: '30008' }), 204)
    const { status, error, receipts } = await shown(text)
    assert.deepEqual([status, error], ['delivered', null])
    assert.deepEqual(
      receipts.map(({ status, proof }) => [status, proof]),
      [['delivered', 'asked_again']],
    )
    assert.deepEqual(asked, [text.sid])
  })

  test('who does not know the address is refused and counted, and the provider is not bothered', async () => {
    const [, text, other] = texts
    const rows = await bench.rows()
    const before = await bench.refused(workspace)
    const path = text.path.replace(/[^/]+$/, other.path.split('/').at(-1)!)
    const guesses = [path, `${text.path}x`, text.path.slice(0, -1), text.path.replace('/1/', '/2/')]
    for (const guess of guesses) assert.equal(await say({ ...text, path: guess }, { MessageStatus: 'delivered' }), 403)
    assert.equal(await say({ ...text, path }, { MessageStatus: 'delivered' }, accountOf(bench).authToken), 403)
    assert.equal(await bench.refused(workspace), before + 5)
    assert.deepEqual(asked, [])
    assert.deepEqual(await bench.rows(), rows)
  })

  test('what the provider says of another message is not taken for this one', async () => {
    const [, text, other] = texts
    const rows = await bench.rows()
    for (const sid of [other.sid, `SM${'0'.repeat(32)}`])
      assert.equal(await say({ ...text, sid }, { MessageStatus: 'delivered' }), 404)
    assert.deepEqual(await bench.rows(), rows)
  })
})

test('receipts that come before the answer to the sending end where the carrier ended', async () => {
  const carrier = await startCarrier()
  try {
    await carrier.faults({ receipts_early: 1, latency_ms: 5 })
    const workspace = await carrier.connected()
    const messages = Array.from({ length: 100 }, (_, i) => ({ to: `+1415555${3000 + i}`, body: 'Early' }))
    const { body } = await workspace.call<{ items: { id: string }[] }>('POST', '/v1/messages', { messages })
    for (const { id } of body.items) {
      const shown = await waitForStatus(workspace, id, 'delivered')
      assert.deepEqual(
        shown.attempts.map(({ state, provider_id }) => [state, provider_id?.slice(0, 2)]),
        [['accepted', 'SM']],
      )
    }
    const early = await carrier.server.context.db.system((tx) =>
      tx.rows<{ count: number }>(
        'early',
        `select count(distinct r.message_id)::int as count from receipts r join attempts a using (workspace_id, message_id, n)
         where r.received_at <= a.ended_at`,
        [],
      ),
    )
    assert.ok(early[0]!.count > 90, `${early[0]!.count} receipts came early`)
    assert.equal(carrier.simulator.state.doubles, 0)
  } finally {
    await carrier.stop()
  }
})
