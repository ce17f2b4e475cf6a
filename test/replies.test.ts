import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '../server/kit/id.ts'
import type { RepliesOut } from '../server/settings/replies-schema.ts'
import type { SimAccount, SimNumber } from '../simulator/accounts/account.ts'
import { SAMPLE_URL } from '../simulator/accounts/seed.ts'
import { type Carrier, startCarrier } from './carrier.ts'
import { keptFrom, repliesTo, reply } from './inbound.ts'
import { connectedTo, looked, newAccount, pointAll, putBack } from './replies.ts'

let carrier: Carrier
before(async () => {
  carrier = await startCarrier({ role: 'api' })
})
after(() => carrier.stop())

let phones = 0
const newPhone = () => `+1415555${8000 + phones++}`
const OLD = 'https://old.acme.example/in?key=hush-hush'
const noService = {
  pool: [] as string[],
  alphaSenders: [] as { sid: string; alphaSender: string }[],
  inboundRequestUrl: null as string | null,
  useInboundWebhookOnNumber: false,
}

type Where = ReturnType<typeof newAccount>

/** The number becomes one of a service, which is what texts are sent from. */
function addService({ account, number }: Where, more: Partial<typeof noService> = {}): Record<string, unknown> {
  const sid = `MG${account.sid.slice(2)}`
  const rest = { inboundMethod: 'POST', fallbackUrl: null, fallbackMethod: 'POST', statusCallback: null } as const
  const kept = { smartEncoding: false, validityPeriod: 36_000, advancedOptOut: null, updatedAt: Date.now() }
  account.services.push({ sid, name: 'Alerts', ...noService, pool: [number.sid], ...more, ...rest, ...kept })
  return { sender: { kind: 'messaging_service', messaging_service_sid: sid } }
}

function addApplication({ account, number }: Where, smsUrl: string): string {
  const sid = `AP${account.sid.slice(2)}`
  const settings = { smsMethod: 'POST', smsFallbackUrl: '', smsFallbackMethod: 'POST' } as const
  account.applications.push({ ...settings, sid, name: 'App', smsUrl, statusCallback: '' })
  number.smsApplicationSid = sid
  return sid
}

const shown = (number: SimNumber) =>
  `+1 ${number.phoneNumber.slice(2, 5)} ${number.phoneNumber.slice(5, 8)} ${number.phoneNumber.slice(8)}`

interface Case {
  name: string
  /** What stands at the provider; returns changes to the settings. */
  arrange: (where: Where) => Record<string, unknown> | undefined
  state: RepliesOut['state']
  sentence: (where: Where) => string
  /** Whether the button does it. */
  pointed: boolean
}

const CASES: Case[] = [
  {
    name: 'another address',
    arrange: ({ number }) => void Object.assign(number, { smsUrl: OLD, smsMethod: 'GET' }),
    state: 'elsewhere',
    sentence: () => 'Go to old.acme.example, not to Handset. STOP blocks at the simulator but is not recorded here.',
    pointed: true,
  },
  {
    name: 'the provider’s sample address',
    arrange: ({ number }) => void Object.assign(number, { smsUrl: SAMPLE_URL }),
    state: 'sample',
    sentence: () => "Go to the simulator's sample app, which answers people with a sample text.",
    pointed: true,
  },
  { name: 'nothing', arrange: () => undefined, state: 'nothing', sentence: () => 'Go nowhere.', pointed: true },
  {
    name: 'a service with incoming off',
    arrange: (where) => addService(where),
    state: 'service_incoming_off',
    sentence: () => 'Incoming texts of service Alerts are dropped, not even logged at the simulator.',
    pointed: true,
  },
  {
    name: 'an application on the number',
    arrange: (where) => void addApplication(where, OLD),
    state: 'application',
    sentence: ({ account }) =>
      `The simulator application AP${account.sid.slice(2, 4)}…${account.sid.slice(-4)} takes the replies; its setting beats the number's.`,
    pointed: false,
  },
  {
    name: 'a key that may not read the number',
    arrange: ({ account }) => {
      const { sid, secret } = account.keys.find(({ kind }) => kind === 'Restricted')!
      return { credentials: { kind: 'api_key', api_key_sid: sid, api_key_secret: secret } }
    },
    state: 'unreadable',
    sentence: () => 'This API key may not read the number. Copy the address below and set it at the simulator.',
    pointed: false,
  },
  {
    name: 'the address of another Handset',
    arrange: ({ number }) =>
      void Object.assign(number, {
        smsUrl: `https://other.example/callbacks/replies/${newId('ws')}/${newId('con')}/${'a1'.repeat(16)}`,
      }),
    state: 'other_handset',
    sentence: () => 'Go to other.example: another Handset installation uses this number.',
    pointed: true,
  },
  {
    name: 'a sender that cannot receive',
    arrange: (where) =>
      addService(where, { pool: [], alphaSenders: [{ sid: `AI${'0'.repeat(32)}`, alphaSender: 'ACME' }] }),
    state: 'sender_cannot_receive',
    sentence: () => 'This sender cannot be answered. Texts carry an opt-out link instead of "Reply STOP".',
    pointed: false,
  },
  {
    name: 'a service with another address',
    arrange: (where) => addService(where, { inboundRequestUrl: OLD }),
    state: 'elsewhere',
    sentence: () => 'Go to old.acme.example, not to Handset. STOP blocks at the simulator but is not recorded here.',
    pointed: true,
  },
  {
    name: 'a service that leaves it to its numbers',
    arrange: (where) => {
      where.number.smsUrl = OLD
      return addService(where, { useInboundWebhookOnNumber: true })
    },
    state: 'elsewhere',
    sentence: () => 'Go to old.acme.example, not to Handset. STOP blocks at the simulator but is not recorded here.',
    pointed: true,
  },
  {
    name: 'a number in the pool of a service that drops texts',
    arrange: (where) => {
      addService(where)
      return undefined
    },
    state: 'service_incoming_off',
    sentence: () => 'Incoming texts of service Alerts are dropped, not even logged at the simulator.',
    pointed: true,
  },
]

/** All that stands at the provider, without when it was changed and what it cost. */
const standing = (account: SimAccount) =>
  JSON.parse(
    JSON.stringify(account, (key, value) => (['updatedAt', 'balanceMicros'].includes(key) ? undefined : value)),
  )

for (const { name, arrange, state, sentence, pointed } of CASES) {
  test(`${name}: told, ${pointed ? 'pointed here, and put back as it was' : 'and left alone'}`, async () => {
    const where = newAccount(carrier)
    const workspace = await connectedTo(carrier, where, arrange(where))
    const at = standing(where.account)
    const replies = await looked(carrier, workspace)
    assert.deepEqual([replies.state, replies.sentence], [state, sentence(where)])
    assert.equal(JSON.stringify(replies).includes('hush-hush'), false)
    const answer = await pointAll(workspace, replies)
    if (!pointed) {
      assert.equal(answer.status, 422, 'there is nothing to point')
      const named = { senders: replies.senders.map(({ id, version }) => ({ id, version })) }
      assert.equal((await workspace.call('POST', '/v1/sms/replies/point', named)).body.code, 'cannot_be_pointed')
      assert.deepEqual(standing(where.account), at)
      return
    }
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    assert.deepEqual(
      [answer.body.state, answer.body.sentence],
      ['ours', `Set up. None received yet: text HELP to ${shown(where.number)} from your phone, it will show here.`],
    )
    const phone = newPhone()
    await reply(carrier, phone, where.number.phoneNumber, 'STOP')
    const [kept] = await keptFrom(carrier, phone)
    assert.deepEqual([kept?.reading, kept?.effect, kept?.workspace_id], ['stop', 'stopped', workspace.id])
    assert.match((await looked(carrier, workspace)).sentence!, /^Arrive\. Last one \d\d:\d\d\.$/)
    await putBack(workspace, answer.body)
    assert.deepEqual(standing(where.account), at)
  })
}

test('what was pointed by hand is ours, an application that points here too, and another workspace’s address of the same account', async () => {
  const where = newAccount(carrier)
  const workspace = await connectedTo(carrier, where)
  const address = await repliesTo(carrier, workspace, carrier.server.url)
  assert.equal((await looked(carrier, workspace)).address, address)
  where.number.smsUrl = `${address}#rc=3`
  assert.equal((await looked(carrier, workspace)).state, 'ours')
  const second = await connectedTo(carrier, where)
  assert.equal((await looked(carrier, second)).state, 'ours')
  where.number.smsUrl = ''
  addApplication(where, address)
  assert.equal((await looked(carrier, workspace)).state, 'ours')
  // Whose connection is gone, whoever calls it hears that there is none.
  Object.assign(where.number, { smsApplicationSid: '', smsUrl: await repliesTo(carrier, second, carrier.server.url) })
  await second.call('DELETE', '/v1/sms/settings')
  assert.equal((await looked(carrier, workspace)).state, 'elsewhere')
})

test('who inherits the sender sees whether replies arrive, and nothing of the operator’s account', async () => {
  const installation = await carrier.server.installation()
  const where = newAccount(carrier)
  where.number.smsUrl = OLD
  const saved = await installation.call('PUT', '/v1/sms/settings', {
    provider: 'simulator',
    enabled: true,
    account_sid: where.account.sid,
    credentials: { kind: 'auth_token', auth_token: where.account.authToken },
    sender: { kind: 'phone_number', phone_number: where.number.phoneNumber },
  })
  assert.equal(saved.status, 200, JSON.stringify(saved.body))
  const replies = await looked(carrier, installation)
  assert.equal(replies.state, 'elsewhere')
  const below = await carrier.server.workspace()
  const theirs = (await below.call<RepliesOut>('GET', '/v1/sms/replies')).body
  assert.deepEqual(
    [theirs.sentence, theirs.address, theirs.why_not, theirs.senders],
    ['Do not reach Handset. The operator of this installation can change that.', null, 'inherited', []],
  )
  const refused = await below.call('POST', '/v1/sms/replies/point', {
    senders: replies.senders.map(({ id, version }) => ({ id, version })),
  })
  assert.deepEqual([refused.status, refused.body.code], [409, 'inherited'])
  assert.equal((await pointAll(installation, replies)).status, 200)
  assert.equal((await below.call('GET', '/v1/sms/replies')).body.sentence, 'Set up. None received yet.')
  await installation.call('DELETE', '/v1/sms/settings')
})
