import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type TestWorkspace, until } from './app.ts'
import { type Carrier, startCarrier } from './carrier.ts'
import { keptFrom, onPhone, repliesTo, reply } from './inbound.ts'
import { connectedTo, looked, newAccount } from './replies.ts'

let carrier: Carrier
before(async () => {
  carrier = await startCarrier({ publicAddress: false })
})
after(() => carrier.stop())

let phones = 0
const newPhone = () => `+1415555${9000 + phones++}`

/** The minute is over. */
const due = (workspace: TestWorkspace) =>
  carrier.server.context.db.system((tx) =>
    tx.updateTable('connections').set({ replies_poll_at: null }).where('workspace_id', '=', workspace.id).execute(),
  )

const taken = (phone: string, count: number) =>
  until(`${count} texts from ${phone}`, async () => {
    const kept = await keptFrom(carrier, phone)
    return kept.length >= count && kept
  })

/** Polled again, to the end. */
async function polledAgain(workspace: TestWorkspace): Promise<void> {
  const { db } = carrier.server.context
  const [{ at }] = (await db.pool.query('select clock_timestamp()::text as at')).rows
  await due(workspace)
  await until('another look', async () => {
    const { rowCount } = await db.pool.query(
      'select from connections where workspace_id = $1 and replies_polled_to > $2::timestamptz',
      [workspace.id, at],
    )
    return rowCount === 1
  })
}

test('without a public address it is said that replies are asked for, and nothing can be pointed', async () => {
  const where = newAccount(carrier)
  where.number.smsUrl = 'https://old.acme.example/in'
  const workspace = await connectedTo(carrier, where)
  const { state, sentence, why_not, address, senders } = await looked(carrier, workspace)
  assert.deepEqual(
    [state, sentence, why_not, address],
    [
      'no_public_address',
      'Handset has no public address, so it asks the simulator every minute. Replies arrive up to a minute late.',
      'no_public_address',
      null,
    ],
  )
  assert.equal(senders[0]?.can_point, false)
  const point = { senders: senders.map(({ id, version }) => ({ id, version })) }
  assert.equal((await workspace.call('POST', '/v1/sms/replies/point', point)).body.code, 'no_public_address')
})

test('STOP and START are heard in their order, each once, however often the list is read', async () => {
  const where = newAccount(carrier)
  const workspace = await connectedTo(carrier, where)
  const phone = newPhone()
  const { phoneNumber } = where.number
  await reply(carrier, phone, phoneNumber, 'STOP')
  await due(workspace)
  const [first] = await taken(phone, 1)
  assert.deepEqual([first?.reading, first?.effect, first?.workspace_id], ['stop', 'stopped', workspace.id])
  const send = () => workspace.call('POST', '/v1/messages', { to: phone, body: 'Hello' })
  assert.equal((await send()).body.skip_reason, 'opted_out')
  await reply(carrier, phone, phoneNumber, 'START')
  await reply(carrier, phone, phoneNumber, 'What is this?')
  await polledAgain(workspace)
  const kept = await taken(phone, 3)
  assert.deepEqual(
    kept.map(({ reading, effect }) => [reading, effect]),
    [
      ['stop', 'stopped'],
      ['start', 'lifted'],
      ['other', null],
    ],
  )
  await polledAgain(workspace)
  assert.equal((await keptFrom(carrier, phone)).length, 3)
  assert.equal((await send()).body.status, 'queued')
})

test('a word that the provider does not answer is answered, once', async () => {
  const where = newAccount(carrier)
  const workspace = await connectedTo(carrier, where)
  const phone = newPhone()
  await reply(carrier, phone, where.number.phoneNumber, 'AYUDA')
  await polledAgain(workspace)
  await until('the answer', async () => (await onPhone(carrier, phone)).length > 0)
  await polledAgain(workspace)
  const texts = await onPhone(carrier, phone)
  assert.equal(texts.length, 1, JSON.stringify(texts))
})

test('what was brought before the address went away is not taken a second time', async () => {
  const { context, url } = carrier.server
  const publish = async (address: string | null) => {
    await context.db.signIn((tx) => tx.updateTable('installation').set({ public_url: address }).execute())
    await context.installation.refresh()
  }
  const where = newAccount(carrier)
  const workspace = await connectedTo(carrier, where)
  await publish(url)
  where.number.smsUrl = await repliesTo(carrier, workspace, url)
  const phone = newPhone()
  await reply(carrier, phone, where.number.phoneNumber, 'STOP')
  assert.equal((await keptFrom(carrier, phone)).length, 1)
  await publish(null)
  await polledAgain(workspace)
  assert.equal((await keptFrom(carrier, phone)).length, 1)
})

test('a provider that does not answer is asked again, and nothing that came in meanwhile is lost', async () => {
  const where = newAccount(carrier)
  const workspace = await connectedTo(carrier, where)
  const { egress } = carrier.server.context
  const { http } = egress
  const phone = newPhone()
  await reply(carrier, phone, where.number.phoneNumber, 'STOP')
  let asked = 0
  Object.assign(egress, {
    async http(request: Parameters<typeof http>[0]) {
      if (request.method !== 'GET' || !request.url.includes(encodeURIComponent(where.number.phoneNumber)))
        return http(request)
      asked += 1
      return { kind: 'answered', status: 500, headers: {}, body: '' }
    },
  })
  await due(workspace)
  await until('a question', async () => asked > 0)
  Object.assign(egress, { http })
  assert.equal((await keptFrom(carrier, phone)).length, 0)
  await polledAgain(workspace)
  await taken(phone, 1)
})
