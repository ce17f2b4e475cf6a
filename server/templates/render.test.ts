import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ownMs } from '../../test/own-time.ts'
import { CATALOG } from './catalog.ts'
import { renderAlert } from './render.ts'
import { sampleFor } from './sample.ts'
import { type AlertData, scopeFor, scopeOf } from './scope.ts'
import type { Wording } from './wording.ts'

const catalog = CATALOG.get('priority_alert')!
const sample = sampleFor('priority_alert')

function shown(words: Partial<Wording>, data: Partial<AlertData> = {}, options = { maxSegments: 2, titles: true }) {
  const scope = scopeFor(scopeOf({ ...sample, ...data }), sample)
  return renderAlert('priority_alert', { ...catalog, ...words }, scope, options)
}
const entity = (more: Partial<AlertData['entity']>) => ({ entity: { ...sample.entity, ...more } })

describe('an email', () => {
  test('has its body in both forms, from one source', () => {
    const body = 'Hello **{{ person.first_name }}**,\nlook.\n\n- one\n- two\n\n> said <b>so</b>\n\nBye'
    const { html, text } = shown({ body }).email
    assert.match(html, /<p [^>]*>Hello <strong>Billing<\/strong>,<br>look\.<\/p>/)
    assert.match(html, /<ul [^>]*><li dir="auto">one<\/li><li dir="auto">two<\/li><\/ul>/)
    assert.match(html, /<blockquote [^>]*>said &lt;b&gt;so&lt;\/b&gt;<\/blockquote>/)
    assert.ok(text.includes('Hello Billing,\nlook.\n\n- one\n- two\n\n> said <b>so</b>\n\nBye\n\nView ENG-142: '), text)
  })

  test('keeps the lines of a value inside what it stands in', () => {
    const { html, text } = shown(
      { body: '> {{ after.comment }}\n\nBye' },
      { after: { comment: 'one\r\ntwo\n\nthree' } },
    ).email
    assert.match(html, /<blockquote [^>]*>one<br>two<br><br>three<\/blockquote>/)
    assert.ok(text.includes('> one\n> two\n> \n> three\n\nBye'), text)
  })

  test('loads nothing, runs nothing and names no colour that the dark has not', () => {
    const { html } = shown({}).email
    assert.doesNotMatch(html, /<(script|img|link|iframe|object|form)\b|\bsrc=|url\(|@import|\son\w+=/i)
    assert.match(html, /name="color-scheme" content="light dark"/)
    assert.match(html, /prefers-color-scheme: dark/)
  })

  test('has a button only to an address that opens a page', () => {
    const link = (to: string | null) =>
      renderAlert('priority_alert', catalog, scopeFor(scopeOf(sample), { ...sample, link: to }), {
        maxSegments: 1,
        titles: false,
      })
    assert.match(link('https://acme.example/?a=1&b=2').email.html, /href="https:\/\/acme\.example\/\?a=1&amp;b=2"/)
    for (const to of [
      null,
      '',
      'javascript:alert(1)',
      'https://acme.example/" onclick="x',
      'https://a.example/ b',
      'data:,x',
    ]) {
      const { email, sms } = link(to)
      assert.doesNotMatch(email.html, /class="button"/, String(to))
      assert.doesNotMatch(sms.text, /View/)
    }
  })

  test('cuts a subject that no program would show, and never leaves one empty', () => {
    const { subject } = shown({ subject: '{{ entity.title }}' }, entity({ title: '👨‍👩‍👧‍👦'.repeat(100) })).email
    assert.match(subject, /^(👨‍👩‍👧‍👦)+…$/u)
    assert.ok(subject.length <= 200)
    assert.equal(shown({ subject: '{{ after.nothing }}' }).email.subject, 'Priority alert')
  })
})

describe('a text', () => {
  test('is the change with the item around it, and is shortened to what is set', () => {
    const long = entity({ title: 'Fix the redirect after sign-in '.repeat(12) })
    const short = shown({}, long, { maxSegments: 1, titles: true }).sms
    assert.deepEqual([short.segments, short.shortened], [1, true])
    assert.match(short.text, /^Acme: ENG-142 "Fix the .*\.\.\." priority changed to Urgent\. View: https:\/\/\S+$/)
  })

  test('has no title anywhere where the workspace wants none', () => {
    const sms = 'now “{{ entity.title }}” was {{ before.title }}, {{ after.title }}, {{ entity.properties.title }}'
    const secret = { ...entity({ title: 'Secret', properties: { title: 'Secret' } }), before: { title: 'Secret' } }
    const given = { ...secret, after: { title: 'Secret' } }
    assert.doesNotMatch(shown({ sms }, given, { maxSegments: 4, titles: false }).sms.text, /Secret/)
    assert.match(shown({ sms }, given, { maxSegments: 4, titles: true }).sms.text, /Secret/)
    assert.match(shown({ sms }, given, { maxSegments: 4, titles: false }).email.text, /Secret/)
  })

  test('is not made dear by quotes and dashes that somebody typed elsewhere', () => {
    const { sms } = shown({}, entity({ title: 'Don’t – “redirect”…' }))
    assert.equal(sms.encoding, 'GSM-7')
    assert.match(sms.text, /"Don't - "redirect"\.\.\."/)
    assert.match(shown({}, entity({ title: '“順番”' })).sms.text, /“順番”/)
  })
})

describe('words of a workspace that fail', () => {
  test('on an event that brings more than was foreseen are cut off in time, and rest for a while', () => {
    const labels = Array.from({ length: 50 }, (_, n) => `label ${n}`)
    const body = `${'{% for a in after.labels %}'.repeat(5)}{{ after.priority }}${'{% endfor %}'.repeat(5)}`
    assert.equal(shown({ body }, { after: { labels: ['one'] } }).fellBack, null)
    const startedMs = ownMs()
    assert.match(shown({ body }, { after: { labels } }).fellBack ?? '', /render limit exceeded/)
    const tookMs = ownMs() - startedMs
    assert.ok(tookMs < 500, `${tookMs} ms`)
    assert.match(shown({ body }, { after: { labels } }).fellBack ?? '', /too long a moment ago/)
  })

  for (const [name, words] of [
    ['by going on too long', { body: '{% for a in (1..900) %}{% for b in (1..900) %}{{ a }}{% endfor %}{% endfor %}' }],
    [
      'by making too much',
      { sms: '{% for a in (1..900) %}{% for b in (1..99) %}xxxxxxxxxxxxxxx{% endfor %}{% endfor %}' },
    ],
    ['by being no template at all', { subject: '{{' }],
  ] as const) {
    test(`${name} cost nobody the alert: the catalog’s go out`, () => {
      const alert = shown(words)
      assert.ok(alert.fellBack)
      assert.deepEqual({ ...alert, fellBack: null }, shown({}))
    })
  }
})
