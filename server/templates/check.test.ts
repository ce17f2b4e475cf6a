import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type TAGS, VARIABLES } from '../../shared/template-variables.ts'
import { CATALOG } from './catalog.ts'
import { faultsIn } from './check.ts'
import type { Wording } from './wording.ts'

const catalog = CATALOG.get('state_change')!
const faults = (words: Partial<Wording>) => faultsIn('state_change', { ...catalog, ...words })

const REFUSED: [words: Partial<Wording>, pointer: string, detail: RegExp][] = [
  [{ subject: '{{ entity.titel }}' }, '/email_subject', /^entity\.titel is not known \(line 1\)\. .* entity\.title\.$/],
  [
    { body: 'a\n{{ person.firstname }}' },
    '/email_body',
    /^person\.firstname is not known \(line 2\)\. .*person\.first_name\.$/,
  ],
  [{ sms: '{{ title }}' }, '/sms_wording', /title is not known .*entity\.title\.$/],
  [{ sms: '{{ state }}' }, '/sms_wording', /^state is not known/],
  [{ body: '{% if user %}x{% endif %}' }, '/email_body', /^user is not known/],
  [{ body: '{{ entity[person.language] }}' }, '/email_body', /not known/],
  [{ body: '{{ entity.title' }, '/email_body', /^A \{\{ is not closed by \}\}\. \(line 1, character 1\)$/],
  [{ body: '{% if after.state' }, '/email_body', /^A \{% is not closed by %\}\./],
  [{ body: '{% if after.state %}x' }, '/email_body', /^\{% if after\.state %\} has no end\./],
  [{ body: '{{ entity.title | shout }}' }, '/email_body', /^There is no filter shout\. Those there are: default, date/],
  [
    { body: '{% capture x %}{% endcapture %}' },
    '/email_body',
    /^There is no tag \{% capture %\} here\. Those there are: if, /,
  ],
  [{ subject: 'a\nb' }, '/email_subject', /one line/],
]
for (const [words, pointer, detail] of REFUSED) {
  test(`${JSON.stringify(words)} is refused at ${pointer}`, () => {
    const [fault, ...others] = faults(words)
    assert.equal(fault?.pointer, pointer)
    assert.match(fault!.detail, detail)
    assert.deepEqual(others, [])
  })
}

const ACCEPTED: Partial<Wording>[] = [
  { body: '{% for label in after.labels %}- {{ label | upcase }}{% if forloop.last %}.{% endif %}\n{% endfor %}' },
  { body: '{% assign name = person.first_name | default: "there" %}Hello {{ name }}' },
  { body: '{% case after.state %}{% when "Done" %}Done{% else %}{{ after.state }}{% endcase %}' },
  { body: '{% unless after.labels.size > 2 %}{{ after.labels | first }}{% endunless %}' },
  { body: '{% comment %}{{ nothing }}{% endcomment %}{% # aside %}{% raw %}{{ shown }}{% endraw %}' },
  { body: '{{ entity.properties["story points"] }} {{ entity.properties.team.name }}' },
  { body: VARIABLES.map(({ name }) => `{{ ${name.replace('.*', '.state')} }}`).join(' ') },
]
for (const words of ACCEPTED) {
  test(`${JSON.stringify(words).slice(0, 90)} is accepted`, () => assert.deepEqual(faults(words), []))
}

test('all that is wrong is told at once', () => {
  const told = faults({ subject: '{{ a }}', body: '{{ b }} {{ c }}', sms: '{{' })
  assert.deepEqual(
    told.map(({ pointer }) => pointer),
    ['/email_subject', '/email_body', '/email_body', '/sms_wording'],
  )
})

test('every tag that is offered is there', () => {
  const uses: Record<(typeof TAGS)[number], string> = {
    if: '{% if after.a %}{% endif %}',
    unless: '{% unless after.a %}{% endunless %}',
    case: '{% case after.a %}{% when 1 %}{% endcase %}',
    for: '{% for a in after.b %}{% endfor %}',
    break: '{% for a in after.b %}{% break %}{% endfor %}',
    continue: '{% for a in after.b %}{% continue %}{% endfor %}',
    assign: '{% assign a = 1 %}',
    comment: '{% comment %}{% endcomment %}',
    raw: '{% raw %}{% endraw %}',
    '#': '{% # x %}',
  }
  for (const body of Object.values(uses)) assert.deepEqual(faults({ body: `x${body}` }), [], body)
})
