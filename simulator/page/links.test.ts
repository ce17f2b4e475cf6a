import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linksIn } from './links.ts'

const CASES: [body: string, links: string[]][] = [
  ['Acme: ENG-142 is overdue. View: https://acme.example/c/k3F9', ['https://acme.example/c/k3F9']],
  [
    'Look at https://acme.example/a?b=c#d, then (http://acme.example/e).',
    ['https://acme.example/a?b=c#d', 'http://acme.example/e'],
  ],
  ['https://acme.example/c/1 and again https://acme.example/c/1', ['https://acme.example/c/1']],
  ['Cut off: https://acme.example/c/1…', ['https://acme.example/c/1']],
  ['Reply STOP to end. javascript:alert(1) acme.example', []],
]

for (const [body, links] of CASES)
  test(`what can be tapped in “${body}”`, () => {
    assert.deepEqual(linksIn(body), links)
  })
