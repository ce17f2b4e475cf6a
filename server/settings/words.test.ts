import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { maskUrl, senderText, shortSid } from './words.ts'

test('the values of a query are masked, its names and the rest are not', () => {
  const cases = [
    ['https://gateway.example/sms?key=hidden', 'https://gateway.example/sms?key=••••'],
    ['https://gateway.example/sms?a=1&b=two&c=', 'https://gateway.example/sms?a=••••&b=••••&••••'],
    ['https://gateway.example/sms?a=b=c', 'https://gateway.example/sms?a=••••'],
    ['https://gateway.example/sms', 'https://gateway.example/sms'],
    ['https://gateway.example/sms?hidden', 'https://gateway.example/sms?••••'],
    ['https://gateway.example/sms?aGlkZGVu==', 'https://gateway.example/sms?••••'],
    ['https://gateway.example/sms#hidden', 'https://gateway.example/sms'],
  ] as const
  for (const [url, masked] of cases) assert.equal(maskUrl(url), masked)
})

test('no value of a query is ever left in sight', () => {
  const value = fc.stringMatching(/^[A-Za-z0-9%._~=?/-]{0,30}$/).map((text) => `S3CR${text}T`)
  const alone = fc.stringMatching(/^[A-Za-z0-9%._~?/-]{0,30}={0,2}$/).map((text) => `S3CRT${text}`)
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{0,5}$/), value, alone, (name, one, two) => {
      const masked = maskUrl(`https://gateway.example/sms?${name}=${one}&${two}`)
      assert.ok(!masked.includes('S3CR'), masked)
    }),
  )
})

test('senders are named as people know them', () => {
  assert.equal(senderText({ kind: 'phone_number', value: '+14155550100' }), '+1 415 555 0100')
  assert.equal(senderText({ kind: 'short_code', value: '12345' }), '12345')
  const service = { kind: 'messaging_service', value: 'MG9c000000000000000000000000000071' }
  assert.equal(senderText(service), 'Messaging Service MG9c…0071')
  assert.equal(senderText({ ...service, name: 'Alerts' }), 'Messaging Service Alerts MG9c…0071')
  assert.equal(shortSid('AC12000000000000000000000000004f2a'), 'AC12…4f2a')
})
