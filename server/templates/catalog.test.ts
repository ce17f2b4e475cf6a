import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EVENTS } from '../../shared/events.ts'
import { CATALOG, CATEGORIES } from './catalog.ts'
import { faultsIn } from './check.ts'
import { renderAlert } from './render.ts'
import { sampleFor } from './sample.ts'
import { scopeFor, scopeOf } from './scope.ts'

const all = [...CATALOG.values()]

test('there are twenty-one templates in five categories, and one at least for each kind of event', () => {
  assert.deepEqual(
    CATEGORIES.map(({ templates }) => Object.keys(templates).length),
    [11, 2, 3, 2, 3],
  )
  assert.equal(CATALOG.size, 21)
  const served = new Set(all.flatMap(({ events }) => events))
  assert.deepEqual(
    Object.keys(EVENTS).filter((type) => !served.has(type as keyof typeof EVENTS)),
    [],
  )
  assert.deepEqual(
    all.filter(({ events }) => events.length === 0).map(({ key }) => key),
    ['due_date_reminder'],
  )
})

for (const template of all) {
  describe(template.name, () => {
    const sample = sampleFor(template.key)
    const shown = (data = sample) =>
      renderAlert(template.key, template, scopeFor(scopeOf(data), data), { maxSegments: 2, titles: true })

    test('says with its sample what happened, to which item, with the way there', () => {
      const { email, sms, fellBack } = shown()
      assert.deepEqual(faultsIn(template.key, template), [])
      assert.equal(fellBack, null)
      assert.match(email.subject, /^\[Engineering\] ENG-142 \S/)
      assert.match(sms.text, /^Acme: ENG-142 "Fix login redirect" \S.*\. View: https:\/\/acme\.example\/c\/k3F9$/)
      assert.deepEqual([sms.segments, sms.encoding, sms.shortened], [1, 'GSM-7', false])
      for (const form of [email.html, email.text]) {
        assert.ok(form.includes('ENG-142') && form.includes('https://acme.example/c/k3F9'))
        assert.ok(form.includes('https://handset.acme.example/unsubscribe'))
      }
    })

    test('is sensible where the event brought next to nothing', () => {
      const { email, sms } = shown({
        ...sample,
        entity: { identifier: 'ENG-142' },
        before: {},
        after: {},
        actor: null,
        person: {},
        link: null,
      })
      assert.match(sms.text, /^Acme: ENG-142 \S.*\.$/)
      for (const text of [email.subject, sms.text, email.text]) {
        assert.doesNotMatch(text, /undefined|null|\[object|\{\{|%\}|[^\S\n]{2}| [.,:]|:\s*$/m, text)
      }
      assert.doesNotMatch(email.html, /class="button"/)
    })
  })
}
