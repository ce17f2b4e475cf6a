import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ScimToken } from './api.ts'
import { lastRequest, type Standing, standingOf } from './standing.ts'

const NOW = Date.parse('2031-03-01T12:00:00Z')
const token = (last_used_at: string | null, expires_at: string | null = null): ScimToken => ({
  id: 'sct_1',
  name: 'Okta',
  ending: 'abcd',
  created_by: 'Test owner',
  created_at: '2031-01-01T00:00:00Z',
  last_used_at,
  expires_at,
})
const USED = '2031-03-01T11:00:00Z'
const OVER = '2031-02-28T00:00:00Z'

const CASES: [name: string, tokens: ScimToken[], users: number, standing: Standing][] = [
  ['nothing was set up', [], 0, 'off'],
  ['all tokens were ended while users are here', [], 3, 'locked_out'],
  ['the only token is over', [token(USED, OVER)], 3, 'locked_out'],
  ['no request came yet', [token(null)], 0, 'waiting'],
  ['one of two tokens is used', [token(null), token(USED)], 3, 'on'],
  ['the new token waits while the used one is over', [token(USED, OVER), token(null)], 3, 'waiting'],
]

for (const [name, tokens, users, standing] of CASES)
  test(`${standing}: ${name}`, () => assert.equal(standingOf({ tokens, users }, NOW), standing))

test('the last request is the last of all tokens', () => {
  assert.equal(lastRequest({ tokens: [] }), null)
  assert.equal(lastRequest({ tokens: [token(USED), token(null), token(OVER)] }), USED)
})
