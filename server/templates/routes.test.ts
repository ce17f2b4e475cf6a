import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { actorIn, openSlice, type Slice } from '../../test/slice.ts'
import { CATALOG } from './catalog.ts'
import { templateRoutes } from './routes.ts'
import { newestVersions, wordingOf } from './versions.ts'

let slice: Slice
before(async () => {
  slice = await openSlice(templateRoutes)
})
after(() => slice.close())

const WORDS = {
  email_subject: 'Urgent: {{ entity.identifier }}',
  email_body: 'Look at {{ entity.title }}.',
  sms_wording: 'needs you now',
}
const AT = '/v1/templates/priority_alert'

async function templatesIn() {
  const id = await slice.workspace()
  const actor = actorIn(id)
  const call = (method: string, path: string, body?: unknown) => slice.call(actor, method, path, body)
  const preview = async (draft: object) => {
    const { status, body } = await call('POST', `${AT}/preview`, draft)
    assert.equal(status, 200, JSON.stringify(body))
    return body
  }
  const entries = () =>
    slice.db.tenant(id, (tx) =>
      tx.selectFrom('audit_entries').select(['action', 'target', 'changes']).where('workspace_id', '=', id).execute(),
    )
  return { id, call, preview, entries }
}

describe('templates', () => {
  test('are all listed, the catalog’s until somebody words one', async () => {
    const { call } = await templatesIn()
    const { items, next } = (await call('GET', '/v1/templates')).body
    assert.deepEqual([items.length, next], [21, null])
    const { about: _, ...first } = items[0]
    assert.deepEqual(first, {
      key: 'state_change',
      name: 'State change',
      category: 'issue_lifecycle',
      events: ['state_changed'],
      version: 0,
      own: false,
      changed_at: null,
      changed_by: null,
    })
  })

  test('are worded anew in versions, and go back to the catalog with all of them kept', async () => {
    const { id, call, entries } = await templatesIn()
    const catalog = (await call('GET', AT)).body
    assert.deepEqual(catalog.current, { ...catalog.catalog, sms_wording: null })
    const { status, body } = await call('PUT', AT, { ...WORDS, based_on: 0 })
    assert.equal(status, 200)
    assert.deepEqual([body.version, body.own, body.current], [1, true, WORDS])
    assert.deepEqual(body.catalog, catalog.catalog)
    await call('PUT', AT, WORDS)
    await call('PUT', AT, { ...WORDS, sms_wording: null, email_subject: 'Urgent' })
    assert.equal((await call('DELETE', AT)).status, 204)
    assert.equal((await call('DELETE', AT)).status, 204)
    const back = (await call('GET', AT)).body
    assert.deepEqual([back.own, back.version, back.current], [false, 3, catalog.current])
    assert.deepEqual(
      back.versions.map((one: { version: number; own: boolean }) => [one.version, one.own]),
      [
        [3, false],
        [2, true],
        [1, true],
      ],
    )
    const { made_at, ...first } = (await call('GET', `${AT}/versions/1`)).body
    assert.deepEqual(first, { version: 1, own: true, made_by: actorIn(id).name, ...WORDS })
    assert.ok(Date.parse(made_at))
    const told = await entries()
    assert.deepEqual(
      told.map(({ action, changes }) => [action, (changes as { parts?: { to: string[] } }).parts?.to]),
      [
        ['template.changed', ['email_subject', 'email_body', 'sms_wording']],
        ['template.changed', ['email_subject', 'sms_wording']],
        ['template.returned', undefined],
      ],
    )
    assert.deepEqual(told[0]!.changes, {
      template: { from: 'Priority alert', to: 'Priority alert' },
      version: { from: 0, to: 1 },
      parts: { from: null, to: ['email_subject', 'email_body', 'sms_wording'] },
    })
  })

  test('of several are read at once, each with the words that count', async () => {
    const { id, call } = await templatesIn()
    await call('PUT', AT, { ...WORDS, sms_wording: null })
    await call('PUT', '/v1/templates/mentioned', WORDS)
    await call('DELETE', '/v1/templates/mentioned')
    const keys = ['priority_alert', 'mentioned', 'state_change']
    const newest = await slice.db.tenant(id, (tx) => newestVersions(tx, id, keys))
    const wordings = keys.map((key) => wordingOf(CATALOG.get(key)!, newest.get(key)).sms)
    assert.deepEqual(
      wordings,
      keys.map((key) => CATALOG.get(key)!.sms),
    )
    assert.equal(wordingOf(CATALOG.get('priority_alert')!, newest.get('priority_alert')).body, WORDS.email_body)
    assert.equal(newest.has('state_change'), false)
  })

  test('that somebody else saved meanwhile are not written over', async () => {
    const { id, call } = await templatesIn()
    await slice.call({ ...actorIn(id), name: 'On-call lead' }, 'PUT', AT, WORDS)
    const { status, body } = await call('PUT', AT, { ...WORDS, email_subject: 'Mine', based_on: 0 })
    assert.deepEqual(
      [status, body.code, body.detail, body.version],
      [409, 'changed_meanwhile', 'On-call lead saved another version. Nothing was saved.', 1],
    )
    const both = await Promise.all(
      [1, 2].map((n) => call('PUT', AT, { ...WORDS, email_subject: `N${n}`, based_on: 1 })),
    )
    assert.deepEqual(both.map((one) => one.status).sort(), [200, 409])
  })

  test('with a mistake are refused with the place and the nearest name, and nothing is kept', async () => {
    const { call } = await templatesIn()
    const draft = { ...WORDS, email_subject: '{{ entity.titel }}', sms_wording: '{{ after.x' }
    for (const [method, path] of [
      ['PUT', AT],
      ['POST', `${AT}/preview`],
    ] as const) {
      const { status, body } = await call(method, path, draft)
      assert.equal(status, 422)
      assert.deepEqual(body.errors, [
        {
          pointer: '/email_subject',
          detail: 'entity.titel is not known (line 1). The nearest that there is: entity.title.',
        },
        { pointer: '/sms_wording', detail: 'A {{ is not closed by }}. (line 1, character 1)' },
      ])
    }
    for (const wrong of [
      { ...WORDS, email_body: 'x'.repeat(10_001) },
      { ...WORDS, email_body: ' ' },
      { ...WORDS, email_subject: 'a\u0000' },
      { ...WORDS, sms_wording: '' },
      { ...WORDS, html: 'x' },
    ])
      assert.equal((await call('PUT', AT, wrong)).status, 422, JSON.stringify(wrong).slice(0, 60))
    assert.equal((await call('GET', AT)).body.version, 0)
  })

  test('that are in no catalog are nowhere', async () => {
    const { call } = await templatesIn()
    for (const key of ['nothing', 'constructor', '__proto__', 'toString']) {
      assert.equal((await call('GET', `/v1/templates/${key}`)).status, 404)
      assert.equal((await call('PUT', `/v1/templates/${key}`, WORDS)).status, 404)
      assert.equal((await call('DELETE', `/v1/templates/${key}`)).status, 404)
      assert.equal((await call('POST', `/v1/templates/${key}/preview`, {})).status, 404)
    }
    assert.equal((await call('GET', `${AT}/versions/1`)).status, 404)
    assert.equal((await call('GET', `${AT}/versions/x`)).status, 422)
  })
})

describe('a preview', () => {
  test('shows the draft in this workspace’s name, and saves nothing', async () => {
    const { id, call, preview } = await templatesIn()
    const ways = { name_in_texts: 'Bolt', titles_in_texts: true, alert_segments: 1 }
    await slice.db.tenant(id, (tx) =>
      tx
        .insertInto('sms_settings')
        .values({ workspace_id: id, ...ways })
        .onConflict((at) => at.column('workspace_id').doUpdateSet(ways))
        .execute(),
    )
    const { email, sms } = await preview(WORDS)
    assert.equal(email.subject, 'Urgent: ENG-142')
    assert.match(email.text, /Look at Fix login redirect\./)
    assert.match(email.html, /Sent by Bolt\./)
    assert.deepEqual(sms, {
      text: 'Bolt: ENG-142 "Fix login redirect" needs you now. View: https://acme.example/c/k3F9',
      encoding: 'GSM-7',
      segments: 1,
      units: 83,
      max_segments: 1,
      shortened: false,
      over_limit: false,
      titles: true,
      forces_ucs2: [],
    })
    assert.equal((await call('GET', AT)).body.version, 0)
  })

  test('names what makes a text dear, and what could stand there', async () => {
    const { preview } = await templatesIn()
    const { sms } = await preview({ sms_wording: 'now “urgent” 🔥' })
    assert.equal(sms.encoding, 'UCS-2')
    assert.deepEqual(
      sms.forces_ucs2.map(({ character, replacement }: { character: string; replacement: string | null }) => [
        character,
        replacement,
      ]),
      [
        ['“', '"'],
        ['”', '"'],
        ['🔥', null],
      ],
    )
  })

  test('takes other data than the sample, and the version that counts where there is no draft', async () => {
    const { call, preview } = await templatesIn()
    await call('PUT', AT, WORDS)
    const { email, sms } = await preview({
      data: { entity: { identifier: 'OPS-7', title: '<b>{{ x }}</b>' }, after: { priority: 'Low' }, link: null },
    })
    assert.equal(email.subject, 'Urgent: OPS-7')
    assert.match(email.html, /Look at &lt;b&gt;\{\{ x \}\}&lt;\/b&gt;\./)
    assert.match(sms.text, /: OPS-7 needs you now\.$/)
    assert.match((await preview({ sms_wording: null })).sms.text, /priority changed to Urgent\./)
  })
})
