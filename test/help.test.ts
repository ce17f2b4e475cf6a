import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type TestWorkspace, until } from './app.ts'
import { type Carrier, startCarrier } from './carrier.ts'
import { keptFrom, onPhone, point, repliesTo, reply } from './inbound.ts'

const LONG_CODE = '+14155550100'
const SHORT_CODE = '12345'
const PROVIDERS = 'Reply STOP to unsubscribe. Msg&Data Rates May Apply.'

let carrier: Carrier
let byNumber: TestWorkspace
let byCode: TestWorkspace
before(async () => {
  carrier = await startCarrier()
  const { url } = carrier.server
  byNumber = await carrier.connected({ name_in_texts: 'Acme' })
  byCode = await carrier.connected({ name_in_texts: 'Bolt', sender: { kind: 'short_code', short_code: SHORT_CODE } })
  point(carrier, LONG_CODE, await repliesTo(carrier, byNumber, url))
  point(carrier, SHORT_CODE, await repliesTo(carrier, byCode, url))
})
after(() => carrier.stop())

let phones = 0
const newPhone = () => `+1415555${6000 + phones++}`

interface Settings {
  help_text: string | null
  help_preview: string
  support_contact: string | null
  errors?: { pointer: string; detail: string }[]
}

const save = (workspace: TestWorkspace, patch: Record<string, unknown>) =>
  workspace.call<Settings>('PATCH', '/v1/sms/settings', patch)

/** What HELP from a new phone is answered with, as soon as so many answers are there. */
async function answersTo(sender: string, word = 'HELP', count = 1, phone = newPhone()): Promise<string[]> {
  await reply(carrier, phone, sender, word)
  return until(`${count} answers to ${word}`, async () => {
    const all = await onPhone(carrier, phone)
    return all.length >= count ? all : null
  })
}

test('a HELP text has to say whom to ask, and is sent as it was written', async () => {
  const refused = await save(byCode, { help_text: 'We are here for you. Reply STOP to end.' })
  assert.deepEqual(
    [refused.status, refused.body.errors],
    [
      422,
      [
        {
          pointer: '/help_text',
          detail: 'Say whom to ask: an address, a page, a phone number, or your support contact.',
        },
      ],
    ],
  )
  const tooLong = await save(byCode, { help_text: `a@b.example ${'x'.repeat(480)}` })
  assert.equal(tooLong.body.errors?.[0]?.detail, 'At most 480 characters.')
  const text = 'Bolt help: bolt.example/help or 12345. STOP ends our texts.'
  const saved = await save(byCode, { help_text: text })
  assert.deepEqual([saved.status, saved.body.help_text, saved.body.help_preview], [200, text, text])
  assert.deepEqual(await answersTo(SHORT_CODE), [text])
  assert.equal((await save(byCode, { help_text: null })).body.help_text, null)
})

test('the support contact is the workspace’s, wherever it is written', async () => {
  const saved = await save(byCode, { support_contact: ' help@bolt.example ' })
  assert.equal(saved.body.support_contact, 'help@bolt.example')
  assert.match(saved.body.help_preview, /^Bolt: For help: help@bolt\.example\./)
  const workspace = await byCode.call<{ support_contact: string }>('GET', '/v1/workspace')
  assert.equal(workspace.body.support_contact, 'help@bolt.example')
  const changes = await byCode.call<{ items: { what: string }[] }>('GET', '/v1/sms/settings/changes')
  assert.match(JSON.stringify(changes.body), /Support contact: help@bolt\.example/)
  // The same again changes nothing else, and a HELP text may name it by its name.
  assert.equal((await save(byCode, { support_contact: 'Ask at the desk', help_text: 'Ask at the desk!' })).status, 200)
  await save(byCode, { support_contact: 'help@bolt.example', help_text: null })
})

test('where the provider answers HELP by itself, ours comes too once it names a contact, and only where it is wanted', async () => {
  assert.deepEqual(await answersTo(LONG_CODE), [PROVIDERS])
  await save(byNumber, { support_contact: 'help@acme.example' })
  const both = await answersTo(LONG_CODE, 'HELP', 2)
  assert.deepEqual(both.sort(), [
    'Acme: For help: help@acme.example. Msg & data rates may apply. Reply STOP to end our texts.',
    PROVIDERS,
  ])
  await save(byNumber, { help_too: false })
  const phone = newPhone()
  assert.deepEqual(await answersTo(LONG_CODE, 'HELP', 1, phone), [PROVIDERS])
  assert.equal((await keptFrom(carrier, phone))[0]?.answered_by, 'provider')
})

test('answers are in the language of the word, else of the person, else of the workspace', async () => {
  await byCode.call('PATCH', '/v1/workspace', { language: 'de' })
  assert.match((await answersTo(SHORT_CODE))[0]!, /^Bolt: Hilfe: help@bolt\.example\./)
  assert.match((await answersTo(SHORT_CODE, 'AYUDA'))[0]!, /^Bolt: Ayuda: help@bolt\.example\./)
  const phone = newPhone()
  await byCode.call('POST', '/v1/people', { first_name: 'Ana', language: 'pt-BR', phone })
  assert.match((await answersTo(SHORT_CODE, 'STOP', 1, phone))[0]!, /^Bolt: Deixa de receber/)
  await byCode.call('PATCH', '/v1/workspace', { language: 'th' })
  assert.match((await answersTo(SHORT_CODE))[0]!, /^Bolt: For help:/)
})
