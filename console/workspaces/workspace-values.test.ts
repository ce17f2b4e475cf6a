import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rulesFor, toInput, toPatch, type WorkspaceValues } from './workspace-values.ts'

const values: WorkspaceValues = {
  name: 'Acme North',
  slug: 'acme-north',
  time_zone: 'Europe/Berlin',
  language: 'de',
  support_contact: '',
}

test('a name is needed, and a slug only of a workspace that is there', () => {
  const fresh = rulesFor(true)({ ...values, name: ' ', slug: '' })
  assert.deepEqual([fresh.name?.text, fresh.slug], ['The workspace needs a name.', undefined])
  assert.ok(rulesFor(false)({ ...values, slug: '' }).slug)
})

for (const [typed, meant] of [
  ['Acme North', 'acme-north'],
  ['acme_north', 'acme-north'],
  ['--acme', 'acme'],
  ['a', undefined],
  ['!!', undefined],
] as const)
  test(`of ${typed} as a slug it is said what was probably meant: ${meant ?? 'nothing'}`, () => {
    const fault = rulesFor(true)({ ...values, slug: typed }).slug
    assert.ok(fault?.text)
    assert.equal(fault.use, meant)
  })

for (const slug of ['acme', 'acme-north', '2nd', 'a1', 'x'.repeat(40)])
  test(`${slug} is a slug`, () => assert.equal(rulesFor(false)({ ...values, slug }).slug, undefined))

test('what is left empty is left to the server, or taken away', () => {
  assert.equal(toInput({ ...values, slug: ' ' }).slug, undefined)
  assert.equal(toPatch({ ...values, support_contact: '  ' }).support_contact, null)
  assert.deepEqual(toPatch({ ...values, name: ' Acme ' }).name, 'Acme')
})
