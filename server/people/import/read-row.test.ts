import assert from 'node:assert/strict'
import { test } from 'node:test'
import { regexes } from 'zod'
import { EMAIL } from './read-row.ts'

test('an import takes the same for an email address as the API does', () => {
  // A hyphen at the end of a class need not be escaped.
  assert.equal(EMAIL.source, regexes.email.source.replaceAll('\\-]', '-]'))
})
