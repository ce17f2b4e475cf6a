import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { SettingsPatch } from '../api.ts'
import { type SenderValues, senderNote, senderRules, toSenderPatch } from './sender-values.ts'

const MG = 'MG0123456789abcdef0123456789abcdef'
const typed = (sender: string, organization_number = ''): SenderValues => ({
  sender,
  organization: organization_number ? 'another' : 'same',
  organization_number,
})

describe('what is typed as a sender', () => {
  const taken: [typed: string, sender: SettingsPatch['sender']][] = [
    ['+1 415 555 0100', { kind: 'phone_number', phone_number: '+14155550100' }],
    ['12345', { kind: 'short_code', short_code: '12345' }],
    [` ${MG}`, { kind: 'messaging_service', messaging_service_sid: MG }],
    ['', null],
  ]
  for (const [text, sender] of taken) {
    it(`saves ${JSON.stringify(text)} as ${sender?.kind ?? 'no sender'}`, () => {
      assert.equal(senderRules(typed(text)).sender, undefined)
      assert.deepEqual(toSenderPatch(typed(text)), { sender, organization_number: null })
    })
  }

  const refused: [typed: string, text: string, use?: string][] = [
    ['14155551234', 'Add the plus: +14155551234.', '+14155551234'],
    ['(415) 555-1234', 'Local format. Write it with + and country code, as in +14155551234.'],
    ['ACME', 'That is not a number. Choose a phone number, short code or Messaging Service.'],
    ['MG12', 'The Messaging Service SID starts with MG and has 34 characters.'],
  ]
  for (const [text, fault, use] of refused) {
    it(`refuses ${text}: ${fault}`, () =>
      assert.deepEqual(senderRules(typed(text)).sender, { text: fault, ...(use && { use }) }))
  }

  it('says of a short code what it needs', () => {
    assert.equal(senderNote('12345'), 'Short code. It must be provisioned on this Twilio account.')
    assert.equal(senderNote('+14155550100'), null)
  })

  it('takes another organization number in any spelling, and minds only the one that is asked for', () => {
    assert.equal(toSenderPatch(typed('12345', '+44 20 7946 0000')).organization_number, '+442079460000')
    assert.match(senderRules(typed('12345', '(415) 555-1234')).organization_number?.text ?? '', /^Local format/)
    assert.equal(senderRules({ ...typed('12345'), organization_number: 'nonsense' }).organization_number, undefined)
  })
})
