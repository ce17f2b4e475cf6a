import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { insertAttempt, insertMessage, insertReceipt } from '../../test/rows.ts'
import { actorIn } from '../../test/slice.ts'
import { newRoutes } from '../kit/route.ts'
import { settingsRoutes } from '../settings/routes.ts'
import { type Admin, accountSettings, openSettingsBench, type SettingsBench } from '../settings/testing.ts'
import { readinessRoutes } from './routes.ts'
import type { ReadinessCheck, ReadinessOut } from './schema.ts'

const PATH = '/v1/sms/readiness'

let bench: SettingsBench
before(async () => {
  bench = await openSettingsBench(newRoutes().route('/', settingsRoutes).route('/', readinessRoutes))
})
after(() => bench.close())

async function connected(more: Record<string, unknown> = {}, account = bench.simulator.full): Promise<Admin> {
  const admin = await bench.admin()
  const saved = await admin.put(accountSettings(account, more))
  assert.equal(saved.status, 200, JSON.stringify(saved.body))
  return admin
}

async function row(admin: Admin, id: ReadinessCheck['id']): Promise<ReadinessCheck | undefined> {
  const { checks } = (await admin.get(PATH)).body as ReadinessOut
  return checks.find((check) => check.id === id)
}

/** After the last change, and by the connection in use. */
async function text(admin: Admin, wanted: Parameters<typeof insertMessage>[2] & object): Promise<string> {
  const created_at = new Date(Date.now() + 1000)
  const { id } = await insertMessage(bench, admin.workspaceId, { provider: 'simulator', created_at, ...wanted })
  return id
}

async function readiness(admin: Admin): Promise<ReadinessOut> {
  return (await admin.get(PATH)).body as ReadinessOut
}

async function receipt(
  admin: Admin,
  wanted: { source: string; proof: string; status?: string; rank?: number },
): Promise<void> {
  const id = await text(admin, { status: 'delivered' })
  const { id: connection_id } = await bench.db.tenant(admin.workspaceId, (tx) =>
    tx.selectFrom('connections').select('id').executeTakeFirstOrThrow(),
  )
  await insertAttempt(bench, admin.workspaceId, id, { connection_id, callback_given: true })
  await insertReceipt(bench, admin.workspaceId, id, { status: 'delivered', received_at: new Date(), ...wanted })
}

test('a pause of the whole installation is told to every workspace, and is no line otherwise', async (t) => {
  const admin = await connected()
  assert.equal(await row(admin, 'installation'), undefined)
  const { sendingPaused } = bench.context
  t.after(() => {
    bench.context.sendingPaused = sendingPaused
  })
  bench.context.sendingPaused = () => true
  assert.partialDeepStrictEqual(await row(admin, 'installation'), { status: 'fail', blocks: 'send' })
})

test('with nothing connected the list says so, and what else waits for it', async () => {
  const admin = await bench.admin()
  const { body } = await admin.get(PATH)
  assert.equal(body.state, 'not_configured')
  assert.match(body.reason, /^No provider connected\./)
  assert.equal(body.who_can_fix, 'Owner, Admin, or SMS configuration')
  assert.partialDeepStrictEqual(await row(admin, 'credentials'), { status: 'fail', blocks: 'send' })
  assert.partialDeepStrictEqual(await row(admin, 'sender'), { status: 'off', blocks: 'run' })
})

test('a connected account shows what signs in, the sender, and when both were accepted', async () => {
  const admin = await connected()
  const { body } = await admin.get(PATH)
  assert.equal(body.state, 'can_run')
  assert.ok(Date.now() - Date.parse(body.checked_at) < 60_000)
  const credentials = await row(admin, 'credentials')
  assert.equal(credentials?.status, 'ok')
  assert.match(credentials.reason, /^Auth Token, accepted \d\d:\d\d\.$/)
  assert.partialDeepStrictEqual(await row(admin, 'sender'), { status: 'ok', reason: '+1 415 555 0100 can send SMS.' })
  assert.partialDeepStrictEqual(await row(admin, 'account'), { status: 'ok', blocks: 'nothing' })
  assert.partialDeepStrictEqual(await row(admin, 'redirect'), { status: 'ok', reason: 'Off.' })
})

test('without a sender nothing can run', async () => {
  const admin = await connected({ sender: null })
  const sender = await row(admin, 'sender')
  assert.partialDeepStrictEqual(sender, { status: 'fail', blocks: 'run', reason: 'No sender. Drafts only.' })
  assert.equal(sender?.href, '/settings/sms#sender')
})

describe('the account', () => {
  test('of a trial is named with what it cannot do', async () => {
    const account = await row(await connected({}, bench.simulator.trial), 'account')
    assert.equal(account?.status, 'warn')
    assert.match(account.reason, /^Trial account: only numbers verified/)
  })

  test('is unknown to a Standard API key, and that is normal', async () => {
    const key = bench.simulator.full.keys[0]!
    const credentials = { kind: 'api_key', api_key_sid: key.sid, api_key_secret: key.secret }
    const account = await row(await connected({ credentials }), 'account')
    assert.equal(account?.status, 'unknown')
    assert.match(account.reason, /That is normal for Standard keys\.$/)
  })
})

describe('US registration', () => {
  test('is a matter of US numbers alone', async () => {
    const admin = await connected({ sender: { kind: 'phone_number', phone_number: '+442079460000' } })
    assert.equal(await row(admin, 'us_registration'), undefined)
  })

  test('is unknown until a text tells: blocked by 30034, or delivered in the US', async () => {
    const admin = await connected()
    assert.equal((await row(admin, 'us_registration'))?.status, 'unknown')
    await text(admin, { status: 'delivered', to_country: 'GB' })
    assert.equal((await row(admin, 'us_registration'))?.status, 'unknown')
    await text(admin, { status: 'delivered', to_country: 'US' })
    assert.equal((await row(admin, 'us_registration'))?.status, 'ok')
    await text(admin, { status: 'undelivered', error_code: 30034 })
    const blocked = await row(admin, 'us_registration')
    assert.equal(blocked?.status, 'warn')
    assert.match(blocked.reason, /^US carriers block texts from \+1 415 555 0100 until it is registered/)
    assert.deepEqual((await admin.get('/v1/sms/settings')).body.limits, [
      'US carriers block +1 415 555 0100 until it is registered.',
    ])
  })
})

describe('tested since the last change', () => {
  test('leads to the test only where one would go out', async () => {
    const linked = async (admin: Admin) => [(await row(admin, 'tested'))?.href, (await row(admin, 'receipts'))?.href]
    const admin = await connected()
    assert.equal((await linked(admin))[0], '/settings/sms#test')
    await admin.put(accountSettings(bench.simulator.full, { enabled: false }))
    assert.deepEqual(await linked(admin), [null, null])
    assert.deepEqual(await linked(await connected({ sender: null })), [null, null])
  })

  const TEST = { class: 'test', to: '+14155550142' }

  test('says who changed the connection, until a test was delivered after that', async () => {
    const admin = await connected()
    const before = await row(admin, 'tested')
    assert.equal(before?.status, 'warn')
    assert.match(before.reason, /^Not tested since Test Admin changed the connection \d\d:\d\d\.$/)
    await text(admin, { ...TEST, status: 'delivered', created_at: new Date() })
    const after = await row(admin, 'tested')
    assert.equal(after?.status, 'ok')
    assert.match(after.reason, /^Delivered \d\d:\d\d to \+1 ••• ••• 0142\.$/)
    assert.equal((await admin.get('/v1/sms/settings')).body.tested_since_change, true)
    await admin.patch({ name_in_texts: 'Acme' })
    await admin.put(accountSettings(bench.simulator.full))
    assert.equal((await row(admin, 'tested'))?.status, 'ok')
  })

  test('is undone by a change of the sender', async () => {
    const admin = await connected()
    await insertMessage(bench, admin.workspaceId, { ...TEST, provider: 'simulator', status: 'delivered' })
    await admin.patch({ sender: { kind: 'phone_number', phone_number: '+442079460000' } })
    assert.equal((await row(admin, 'tested'))?.status, 'warn')
    assert.equal((await admin.get('/v1/sms/settings')).body.tested_since_change, false)
  })

  const outcomes = [
    ['sent', 'ok', /no word from the carrier\.$/],
    ['sending', 'unknown', /is under way\.$/],
    ['undelivered', 'fail', /failed: The number is a landline\.$/],
  ] as const
  for (const [status, judged, says] of outcomes) {
    test(`a test that is ${status} counts as ${judged}`, async () => {
      const admin = await connected()
      await text(admin, { ...TEST, status, error_text: 'The number is a landline' })
      const tested = await row(admin, 'tested')
      assert.equal(tested?.status, judged)
      assert.match(tested.reason, says)
    })
  }
})

describe('receipts', () => {
  const withAddress = () => {
    bench.context.publicUrl = () => 'https://sms.acme.example'
  }
  const withoutAddress = () => {
    bench.context.publicUrl = () => null
  }

  test('are asked for where there is no public address', async () => {
    withoutAddress()
    const receipts = await row(await connected(), 'receipts')
    assert.equal(receipts?.status, 'warn')
    assert.match(receipts.reason, /^Handset has no public address, so it asks the simulator every minute\./)
  })

  test('are unknown before the first, and fine once one came by itself', async () => {
    withAddress()
    const admin = await connected()
    assert.equal((await row(admin, 'receipts'))?.status, 'unknown')
    await receipt(admin, { source: 'callback', proof: 'signature' })
    const receipts = await row(admin, 'receipts')
    assert.equal(receipts?.status, 'ok')
    assert.match(receipts.reason, /^Last \d\d:\d\d, signature checked\.$/)
    withoutAddress()
  })

  test('that only came because they were asked for mean that the provider cannot reach us', async () => {
    withAddress()
    const admin = await connected()
    await receipt(admin, { source: 'asked', proof: 'asked_again' })
    const receipts = await row(admin, 'receipts')
    assert.equal(receipts?.status, 'warn')
    assert.match(receipts.reason, /could not tell us at https:\/\/sms\.acme\.example\./)
    await receipt(admin, { source: 'asked', proof: 'asked_again' })
    assert.equal((await readiness(admin)).receipts.arrive, 'unknown')
    await receipt(admin, { source: 'asked', proof: 'asked_again' })
    const failed = await row(admin, 'receipts')
    assert.equal(failed?.status, 'fail')
    assert.match(
      failed.reason,
      /finished the last 3 texts and could not tell us at https:\/\/sms\.acme\.example\/callbacks\/sms\/ws_\w+\/con_\w+\. None/,
    )
    assert.partialDeepStrictEqual((await readiness(admin)).receipts, { arrive: 'no', missed: 3, refused_last_day: 0 })
    await receipt(admin, { source: 'callback', proof: 'signature' })
    assert.equal((await row(admin, 'receipts'))?.status, 'ok')
    assert.equal((await readiness(admin)).receipts.arrive, 'yes')
    withoutAddress()
    assert.equal((await readiness(admin)).receipts.arrive, 'not_expected')
  })

  test('that never ended are the silence of carriers, not of the provider', async () => {
    withAddress()
    const admin = await connected()
    for (let n = 0; n < 4; n++) await receipt(admin, { source: 'asked', proof: 'asked_again', status: 'sent', rank: 3 })
    assert.equal((await row(admin, 'receipts'))?.status, 'unknown')
    withoutAddress()
  })

  test('that were refused are counted, with the address whose signature did not fit', async () => {
    withAddress()
    const admin = await connected()
    await bench.db.system((tx) =>
      tx
        .insertInto('refused_callbacks')
        .values({ workspace_id: admin.workspaceId, hour: new Date(Math.floor(Date.now() / 3.6e6) * 3.6e6), count: 3 })
        .execute(),
    )
    const receipts = await row(admin, 'receipts')
    assert.equal(receipts?.status, 'warn')
    assert.match(receipts.reason, /^3 receipts refused since \d\d:00: the signature does not fit https:\/\/sms\.acme/)
    withoutAddress()
  })
})

test('texts in doubt that nothing decides are counted, with the way to decide them', async () => {
  const admin = await connected()
  assert.equal((await row(admin, 'decisions'))?.status, 'ok')
  const id = await text(admin, { status: 'unknown' })
  await insertAttempt(bench, admin.workspaceId, id, { state: 'unknown' })
  assert.equal((await row(admin, 'decisions'))?.status, 'ok')
  const other = await text(admin, { status: 'unknown' })
  await insertAttempt(bench, admin.workspaceId, other, { state: 'unknown', undecided: 'refused' })
  const decisions = await row(admin, 'decisions')
  assert.deepEqual([decisions?.status, decisions?.href], ['warn', '/decisions'])
  assert.match(decisions!.reason, /^1 text needs a decision: /)
})

test('redirect is announced with its phone masked, since when and by whom', async () => {
  const admin = await connected({ redirect: { enabled: true, phone_number: '+14155550177' } })
  const redirect = await row(admin, 'redirect')
  assert.equal(redirect?.status, 'warn')
  assert.match(
    redirect.reason,
    /goes to \+1 ••• ••• 0177\. On since \d\d:\d\d by Test Admin; 0 redirected, 0 skipped over the limit\.$/,
  )
})

describe('every member', () => {
  test('may read it, but learns nothing of the settings', async () => {
    const admin = await connected({ redirect: { enabled: true, phone_number: '+14155550177' } })
    await text(admin, { class: 'test', to: '+14155550142', status: 'delivered' })
    const { status, body } = await bench.call(actorIn(admin.workspaceId, []), 'GET', PATH)
    assert.equal(status, 200)
    assert.deepEqual([body.state, body.reason], ['can_run', null])
    const seen = JSON.stringify(body)
    const hidden = [bench.simulator.full.sid, '0100', '0177', '0142', 'Auth Token', '/settings/sms']
    for (const part of hidden) assert.ok(!seen.includes(part), `${part} is told`)
  })

  test('must be signed in, and may not make us ask the provider', async () => {
    const admin = await connected()
    assert.equal((await bench.call(null, 'GET', PATH)).status, 401)
    assert.equal((await bench.call(actorIn(admin.workspaceId, []), 'POST', `${PATH}/check`)).status, 403)
  })
})
