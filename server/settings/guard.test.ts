import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { actorIn } from '../../test/slice.ts'
import { settingsRoutes } from './routes.ts'
import { type Admin, accountSettings, openSettingsBench, type SettingsBench, speakAs } from './testing.ts'

const SETTINGS = '/v1/sms/settings'

let bench: SettingsBench
before(async () => {
  bench = await openSettingsBench(settingsRoutes)
})
after(() => bench.close())

async function connected(): Promise<Admin> {
  const admin = await bench.admin()
  assert.equal((await admin.put(accountSettings(bench.simulator.full))).status, 200)
  return admin
}

function as(admin: Admin, name: string, permissions?: string[]): Admin {
  return speakAs(bench, { ...actorIn(admin.workspaceId, permissions), name })
}

describe('two people who save', () => {
  test('the later one is told who saved and when, and nothing of theirs is saved', async () => {
    const admin = await connected()
    const { revision } = (await admin.get()).body
    const other = await as(admin, 'Other Admin').patch({ name_in_texts: 'Theirs', revision })
    assert.equal(other.status, 200)
    const answer = await admin.patch({ name_in_texts: 'Mine', revision })
    assert.equal(answer.status, 409)
    assert.equal(answer.body.code, 'changed_meanwhile')
    assert.match(answer.body.detail, /^Other Admin saved other settings \d\d:\d\d\. Nothing was saved\.$/)
    assert.equal(answer.body.changed_by, 'Other Admin')
    assert.equal(answer.body.revision, revision + 1)
    assert.equal((await admin.get()).body.name_in_texts, 'Theirs')
  })

  test('one who saves while the provider is asked wins over the one who asked', async () => {
    const admin = await connected()
    const { http } = bench.context.egress
    let interrupted = false
    bench.context.egress.http = async (request) => {
      if (!interrupted) {
        interrupted = true
        assert.equal((await speakNow(admin)).status, 200)
      }
      return http(request)
    }
    const answer = await admin.patch({ sender: { kind: 'phone_number', phone_number: '+442079460000' } })
    bench.context.egress.http = http
    assert.equal(answer.status, 409)
    const settings = (await admin.get()).body
    assert.deepEqual([settings.sender.phone_number, settings.enabled], ['+14155550100', false])
  })

  test('of two first saves at once one is made', async () => {
    const admin = await bench.admin()
    const settings = accountSettings(bench.simulator.full)
    const { http } = bench.context.egress
    let interrupted = false
    bench.context.egress.http = async (request) => {
      if (!interrupted) {
        interrupted = true
        assert.equal((await admin.put(settings)).status, 200)
      }
      return http(request)
    }
    const later = await admin.put(settings)
    bench.context.egress.http = http
    assert.equal(later.status, 409)
    assert.equal((await admin.get()).body.revision, 1)
  })
})

/** Turns the switch off from elsewhere, beside the request under way. */
function speakNow(admin: Admin) {
  return speakAs(bench, admin.actor).patch({ enabled: false })
}

describe('who may', () => {
  const routes = [
    ['GET', SETTINGS, 'sms.read'],
    ['GET', '/v1/sms/senders', 'sms.read'],
    ['GET', `${SETTINGS}/changes`, 'sms.read'],
    ['PUT', SETTINGS, 'sms.configure'],
    ['PATCH', SETTINGS, 'sms.configure'],
    ['DELETE', SETTINGS, 'sms.configure'],
    ['DELETE', `${SETTINGS}/previous-token`, 'sms.configure'],
    ['POST', `${SETTINGS}/signing-secret`, 'sms.configure'],
  ] as const
  for (const [method, path, permission] of routes) {
    test(`${method} ${path} needs ${permission}`, async () => {
      const admin = await connected()
      const input = method === 'PUT' ? accountSettings(bench.simulator.full) : method === 'PATCH' ? {} : undefined
      const everythingElse = [...admin.actor.permissions].filter((held) => held !== permission)
      const refused = await bench.call(actorIn(admin.workspaceId, everythingElse), method, path, input)
      assert.equal(refused.status, 403)
      assert.equal(refused.body.permission, permission)
      assert.equal((await bench.call(null, method, path, input)).status, 401)
      assert.equal((await admin.get()).body.state, 'can_run')
    })
  }

  test('another workspace sees and changes nothing of this one', async () => {
    const admin = await connected()
    const before = (await admin.get()).body
    const stranger = await bench.admin()
    const seen = (await stranger.get()).body
    assert.deepEqual([seen.state, seen.account_sid, seen.kept], ['not_configured', null, []])
    assert.deepEqual((await stranger.get(`${SETTINGS}/changes`)).body.items, [])
    assert.equal((await stranger.get('/v1/sms/senders')).body.code, 'not_configured')
    await stranger.remove()
    await stranger.put(accountSettings(bench.simulator.other))
    assert.deepEqual((await admin.get()).body, before)
  })
})

test('whoever asks for the senders again and again asks the provider once; after a save it is asked anew', async () => {
  const admin = await connected()
  const askMany = async () => {
    const before = bench.asked.length
    const answers = await Promise.all(Array.from({ length: 50 }, () => admin.get('/v1/sms/senders')))
    assert.ok(answers.every(({ status, body }) => status === 200 && body.items.length > 0))
    return bench.asked.length - before
  }
  const once = await askMany()
  assert.ok(once > 0 && once < 10, `${once} requests to the provider`)
  assert.equal(await askMany(), 0)
  const moved = { sender: { kind: 'short_code', short_code: '12345' } }
  assert.equal((await admin.patch(moved)).status, 200)
  assert.ok((await askMany()) > 0)
})

test('the senders of the account are listed, those that cannot send among them with the reason', async () => {
  const admin = await connected()
  const { items } = (await admin.get('/v1/sms/senders')).body
  const find = (value: string) => items.find((item: { value: string }) => item.value === value)
  assert.partialDeepStrictEqual(find('+14155550100'), { kind: 'phone_number', sms: true, unusable: null })
  assert.equal(find('+14155550101').sms, false)
  assert.match(find('+14155550101').unusable, /\w/)
  assert.partialDeepStrictEqual(find('12345'), { kind: 'short_code' })
  assert.partialDeepStrictEqual(find(bench.simulator.full.services[0]!.sid), {
    kind: 'messaging_service',
    name: 'Alerts',
  })
})

describe('disconnecting', () => {
  test('erases the credentials of every provider and leaves the workspace its own part', async () => {
    const admin = await connected()
    await admin.put({ provider: 'webhook', enabled: true, webhook_url: 'https://gateway.example/sms' })
    await admin.patch({ name_in_texts: 'Acme', redirect: { enabled: true, phone_number: '+14155550177' } })
    const answer = await admin.remove()
    assert.equal(answer.status, 200)
    assert.deepEqual([answer.body.state, answer.body.enabled, answer.body.kept], ['not_configured', false, []])
    assert.deepEqual([answer.body.name_in_texts, answer.body.redirect.enabled], ['Acme', true])
    for (const table of ['connections', 'senders'] as const) {
      const rows = await bench.db.tenant(admin.workspaceId, (tx) => tx.selectFrom(table).selectAll().execute())
      assert.deepEqual(rows, [])
    }
    assert.equal((await admin.remove()).status, 200)
  })

  test('leaves nothing to save against that was looked at before', async () => {
    const admin = await connected()
    const { revision } = (await admin.get()).body
    await admin.remove()
    assert.equal((await admin.put(accountSettings(bench.simulator.full, { revision }))).status, 409)
    assert.equal((await admin.put(accountSettings(bench.simulator.full))).status, 200)
  })
})
