import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  type Read,
  readAccountSid,
  readApiKeySid,
  readOrganizationNumber,
  readSecret,
  readSenderInput,
  readSigningSecret,
  readTestPhone,
  senderPointer,
} from './fields.ts'

const HEX = '0123456789abcdef0123456789abcdef'
const number = (phone_number: string) => readSenderInput({ kind: 'phone_number', phone_number })

function textOf(read: Read<unknown>): string {
  return read.ok ? `accepted as ${JSON.stringify(read.value)}` : read.text
}

describe('a sender typed as a phone number', () => {
  const accepted = [
    ['+14155551234', 'phone_number', '+14155551234'],
    ['  +1 (415) 555-1234 ', 'phone_number', '+14155551234'],
    ['+358400603436', 'phone_number', '+358400603436'],
    ['12345', 'short_code', '12345'],
    [' 12345 ', 'short_code', '12345'],
  ] as const
  for (const [typed, kind, value] of accepted) {
    test(`"${typed}" is taken as ${kind} ${value}`, () => {
      const read = number(typed)
      assert.ok(read.ok)
      assert.deepEqual([read.value.kind, read.value.value], [kind, value])
    })
  }

  const refused = [
    ['14155551234', 'Add the plus: +14155551234.'],
    ['(415) 555-1234', 'Local format. Write it with + and country code, as in +14155551234.'],
    ['+1234567890123456', 'Too long: 15 digits at most after the plus.'],
    ['ACME', 'That is not a number. Choose a phone number, short code or Messaging Service.'],
    ['', 'No sender yet. Choose a phone number, short code or Messaging Service.'],
  ] as const
  for (const [typed, text] of refused) {
    test(`"${typed}" is refused: ${text}`, () => assert.equal(textOf(number(typed)), text))
  }
})

test('a short code has 3 to 6 digits, and a phone number is none', () => {
  assert.ok(readSenderInput({ kind: 'short_code', short_code: '12345' }).ok)
  const phone = readSenderInput({ kind: 'short_code', short_code: '+14155551234' })
  assert.equal(textOf(phone), 'That is a phone number. A short code has 3 to 6 digits.')
})

test('a Messaging Service is its SID', () => {
  const read = (sid: string) => readSenderInput({ kind: 'messaging_service', messaging_service_sid: sid })
  assert.ok(read(` MG${HEX} `).ok)
  for (const sid of ['MG123', `AC${HEX}`, `MG${HEX}0`, '']) {
    assert.equal(textOf(read(sid)), 'The Messaging Service SID starts with MG and has 34 characters.')
  }
})

describe('the Account SID', () => {
  const cases = [
    [`SK${HEX}`, 'That is an API key. The Account SID starts with AC; choose "API key" below for this one.'],
    [HEX, 'That looks like an Auth Token. It belongs in the next field.'],
    [HEX.toUpperCase(), 'That looks like an Auth Token. It belongs in the next field.'],
    [`ac${HEX}`, 'The Account SID starts with AC and has 34 characters: digits and the letters a to f.'],
    ['AC123', 'The Account SID starts with AC and has 34 characters: digits and the letters a to f.'],
    [`AC${HEX.slice(1)}g`, 'The Account SID starts with AC and has 34 characters: digits and the letters a to f.'],
  ] as const
  for (const [typed, text] of cases) {
    test(`"${typed}" is refused: ${text}`, () => assert.equal(textOf(readAccountSid(typed)), text))
  }
  test('white space around it is not part of it', () => {
    assert.deepEqual(readAccountSid(`\t AC${HEX}\n`), { ok: true, value: `AC${HEX}` })
  })
})

test('an API key SID starts with SK, and the Account SID in its place is named as such', () => {
  assert.ok(readApiKeySid(` SK${HEX} `).ok)
  assert.equal(textOf(readApiKeySid(`AC${HEX}`)), 'That is the Account SID. The API key SID starts with SK.')
  assert.match(textOf(readApiKeySid('SK1')), /starts with SK and has 34 characters/)
})

test('a secret is trimmed; what is certainly no secret is refused', () => {
  assert.deepEqual(readSecret(`  ${HEX}\n`, 'Auth Token'), { ok: true, value: HEX })
  assert.match(textOf(readSecret('••••••••', 'Auth Token')), /placeholder/)
  assert.equal(textOf(readSecret(`AC${HEX}`, 'Auth Token')), 'That is an Account SID, not the Auth Token.')
  assert.equal(textOf(readSecret(`SK${HEX}`, 'API key secret')), 'That is an API key SID, not the API key secret.')
  assert.match(textOf(readSecret('two words', 'Auth Token')), /no spaces/)
})

test('a signing secret is whsec_ and 24 to 64 bytes in base64', () => {
  const of = (bytes: number) => `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`
  for (const bytes of [24, 32, 64]) assert.ok(readSigningSecret(of(bytes)).ok, `${bytes} bytes`)
  for (const secret of [of(23), of(65), of(32).slice(6), 'whsec_ not base64', '']) {
    assert.equal(readSigningSecret(secret).ok, false, secret)
  }
})

test('the organization number may be a short code, the test phone may not', () => {
  assert.deepEqual(readOrganizationNumber('12345'), { ok: true, value: '12345' })
  assert.deepEqual(readOrganizationNumber('+44 20 7946 0000'), { ok: true, value: '+442079460000' })
  assert.equal(
    textOf(readOrganizationNumber('call us')),
    'That is not a number. Write it with + and country code, as in +14155551234.',
  )
  assert.equal(readTestPhone('12345').ok, false)
  assert.deepEqual(readTestPhone('+1 415 555 0177'), { ok: true, value: '+14155550177' })
})

test('a fault of the sender points at the field that was typed into', () => {
  assert.equal(senderPointer('phone_number'), '/sender/phone_number')
  assert.equal(senderPointer('short_code'), '/sender/short_code')
  assert.equal(senderPointer('messaging_service'), '/sender/messaging_service_sid')
})
