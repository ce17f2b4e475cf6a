import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { sql } from 'kysely'
import { insertMessage } from '../../test/rows.ts'
import { newRoutes } from '../kit/route.ts'
import { settingsRoutes } from '../settings/routes.ts'
import { type Admin, accountSettings, openSettingsBench, type SettingsBench } from '../settings/testing.ts'
import { readinessTurn } from './look.ts'
import { readinessRoutes } from './routes.ts'

const CHECK = '/v1/sms/readiness/check'

let bench: SettingsBench
before(async () => {
  bench = await openSettingsBench(newRoutes().route('/', settingsRoutes).route('/', readinessRoutes))
})
after(() => bench.close())

let admin: Admin
let token: string
beforeEach(async () => {
  const { full } = bench.simulator
  token = full.authToken
  admin = await bench.admin()
  assert.equal((await admin.put(accountSettings(full))).status, 200)
  bench.said.length = 0
})

/** As if so much time had passed since the provider was last asked. */
async function age(minutes: number): Promise<void> {
  await bench.db.tenant(admin.workspaceId, (tx) =>
    tx
      .updateTable('connections')
      .set({ checked_at: sql<Date>`now() - make_interval(mins => ${minutes})` })
      .execute(),
  )
}

async function settingsRow() {
  return bench.db.tenant(admin.workspaceId, (tx) => tx.selectFrom('sms_settings').selectAll().executeTakeFirstOrThrow())
}

/** Somebody replaces the token at the provider. */
async function withTokenReplaced<T>(work: () => Promise<T>): Promise<T> {
  bench.simulator.full.authToken = 'c'.repeat(32)
  try {
    return await work()
  } finally {
    bench.simulator.full.authToken = token
  }
}

async function refusedNow(): Promise<void> {
  await age(16)
  await withTokenReplaced(() => readinessTurn(bench.context))
}

describe('the turn', () => {
  test('leaves alone what was looked at within a quarter of an hour', async () => {
    await age(14)
    const asked = bench.asked.length
    assert.equal(await readinessTurn(bench.context), false)
    assert.equal(bench.asked.length, asked)
  })

  test('asks again after that, and not what another worker is just taking', { timeout: 20_000 }, async () => {
    await age(16)
    const asked = bench.asked.length
    await bench.db.system(async (tx) => {
      await tx
        .selectFrom('connections')
        .select('id')
        .where('workspace_id', '=', admin.workspaceId)
        .forUpdate()
        .execute()
      await readinessTurn(bench.context)
    })
    assert.equal(bench.asked.length, asked)
    await readinessTurn(bench.context)
    assert.ok(bench.asked.length > asked)
  })

  test('pauses sending when the sign-in is refused, and resumes it as soon as it works', async () => {
    await insertMessage(bench, admin.workspaceId, { status: 'queued' })
    await refusedNow()
    const { body } = await admin.get('/v1/sms/settings')
    assert.equal(body.state, 'invalid')
    assert.partialDeepStrictEqual(body.waiting, { reason: 'bad_credentials', code: 20003, texts: 1, more: false })
    assert.match(body.state_reason, /has refused our sign-in since \d\d:\d\d \(20003\)\. 1 text waits/)
    assert.deepEqual(bench.said, [])
    await bench.db.tenant(admin.workspaceId, (tx) =>
      tx.updateTable('sms_settings').set({ waiting_next_look_at: sql<Date>`now()` }).execute(),
    )
    await readinessTurn(bench.context)
    assert.equal((await admin.get('/v1/sms/settings')).body.state, 'can_run')
    assert.deepEqual(bench.said, ['work'])
  })

  test('looks every minute while texts wait', async () => {
    await refusedNow()
    const { waiting_next_look_at } = await settingsRow()
    const seconds = (waiting_next_look_at!.getTime() - Date.now()) / 1000
    assert.ok(seconds > 50 && seconds <= 61, `${seconds} seconds`)
    const asked = bench.asked.length
    await readinessTurn(bench.context)
    assert.equal(bench.asked.length, asked)
  })

  test('opens the lanes that were held back when it resumes', async () => {
    await bench.db.tenant(admin.workspaceId, (tx) =>
      tx
        .insertInto('lanes')
        .values({
          workspace_id: admin.workspaceId,
          lane: 'alert',
          class_rank: 2,
          opens_at: new Date('2100-01-01'),
          awake: false,
        })
        .execute(),
    )
    await refusedNow()
    await age(16)
    await readinessTurn(bench.context)
    const [lane] = await bench.db.tenant(admin.workspaceId, (tx) =>
      tx
        .selectFrom('lanes')
        .select(['awake', sql<boolean>`opens_at <= now()`.as('open')])
        .execute(),
    )
    assert.deepEqual(lane, { awake: true, open: true })
  })

  test('says nothing about the credentials when nobody answers', async () => {
    await age(16)
    bench.network.isDown = true
    await readinessTurn(bench.context)
    bench.network.isDown = false
    assert.equal((await settingsRow()).waiting, null)
    const { checks } = (await admin.get('/v1/sms/readiness')).body
    assert.equal(checks[0].status, 'unknown')
    assert.match(checks[0].reason, /has not been reached since \d\d:\d\d\. This says nothing about the credentials\./)
  })

  test('finds a sender that has left the account, without pausing the rest', async () => {
    const { full } = bench.simulator
    const [gone, ...rest] = full.numbers
    full.numbers = rest
    await age(16)
    await readinessTurn(bench.context)
    full.numbers = [gone!, ...rest]
    assert.equal((await settingsRow()).waiting, null)
    const { checks } = (await admin.get('/v1/sms/readiness')).body
    assert.partialDeepStrictEqual(checks[1], { id: 'sender', status: 'fail', blocks: 'run' })
    assert.match(checks[1].reason, /^\+1 415 555 0100 cannot be used: /)
  })

  test('pauses sending for a suspended account, in words of its own', async () => {
    const { full } = bench.simulator
    await age(16)
    full.status = 'suspended'
    await readinessTurn(bench.context)
    full.status = 'active'
    const { body } = await admin.get('/v1/sms/settings')
    assert.deepEqual([body.state, body.waiting.reason], ['invalid', 'account'])
    assert.match(body.state_reason, /has not let this account send since/)
    const { checks } = (await admin.get('/v1/sms/readiness')).body
    assert.partialDeepStrictEqual(
      checks.find((check: { id: string }) => check.id === 'account'),
      { status: 'fail' },
    )
  })

  test('does not pause a webhook whose address may no longer be asked, but says so', async () => {
    await admin.put({ provider: 'webhook', enabled: true, webhook_url: 'https://gateway.example/sms' })
    await age(16)
    const { http } = bench.context.egress
    bench.context.egress.http = async () => ({ kind: 'not_sent', reason: 'forbidden', detail: 'a private address' })
    await readinessTurn(bench.context)
    bench.context.egress.http = http
    assert.equal((await settingsRow()).waiting, null)
    const { checks } = (await admin.get('/v1/sms/readiness')).body
    assert.partialDeepStrictEqual(checks[0], { id: 'credentials', status: 'fail', blocks: 'send' })
    assert.match(checks[0].reason, /may not make requests to gateway\.example/)
  })

  test('drops an answer about settings that were replaced while it was on its way', async () => {
    await age(16)
    const { http } = bench.context.egress
    let isFirst = true
    bench.context.egress.http = async (request) => {
      const answer = await http(request)
      if (isFirst) {
        isFirst = false
        assert.equal((await admin.patch({ name_in_texts: 'Saved meanwhile' })).status, 200)
      }
      return answer
    }
    await withTokenReplaced(() => readinessTurn(bench.context))
    bench.context.egress.http = http
    assert.equal((await settingsRow()).waiting, null)
  })
})

test('saving what the provider accepts ends the pause at once', async () => {
  await refusedNow()
  assert.equal((await settingsRow()).waiting, 'bad_credentials')
  const saved = await admin.put(accountSettings(bench.simulator.full))
  assert.equal(saved.body.state, 'can_run')
  assert.equal(saved.body.waiting, null)
  assert.ok(bench.said.includes('work'))
})

describe('asking now', () => {
  test('asks the provider and shows what it says', async () => {
    await age(1)
    const { status, body } = await withTokenReplaced(() => admin.post(CHECK))
    assert.equal(status, 200)
    assert.equal(body.state, 'invalid')
    assert.partialDeepStrictEqual(body.checks[0], { id: 'credentials', status: 'fail', blocks: 'send' })
  })

  test('is possible once in ten seconds', async () => {
    await age(1)
    assert.equal((await admin.post(CHECK)).status, 200)
    const asked = bench.asked.length
    const { status, body } = await admin.post(CHECK)
    assert.equal(status, 429)
    assert.equal(body.code, 'too_soon')
    assert.equal(bench.asked.length, asked)
  })

  test('needs something to ask', async () => {
    const empty = await bench.admin()
    assert.equal((await empty.post(CHECK)).body.code, 'not_configured')
  })
})
