import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { until } from '../../test/app.ts'
import { type Carrier, startCarrier } from '../../test/carrier.ts'
import { point, repliesTo, reply } from '../../test/inbound.ts'
import { LEFT_OUT } from '../alerts/schema.ts'
import { SKIP_REASONS } from '../messages/schema.ts'
import { RULES } from './rules.ts'
import { type Case, check } from './testing-case.ts'

let carrier: Carrier
before(async () => {
  carrier = await startCarrier()
})
after(() => carrier.stop())

const WORKSPACE = /Texts were not working here/

const CASES: Case[] = [
  {
    name: 'channel_off',
    decided: 'channel_on',
    given: (scene) => scene.patch('/v1/sms/settings', { enabled: false }),
    text: 'skipped',
    what: /SMS is switched off\./,
    reply: WORKSPACE,
    href: /^\/settings\/sms$/,
  },
  {
    name: 'not_ready',
    connected: false,
    decided: 'settings_ready',
    text: 'skipped',
    what: /No SMS provider is connected\./,
    reply: WORKSPACE,
    href: /^\/settings\/sms#provider$/,
  },
  {
    name: 'no_sender',
    decided: 'sender',
    given: (scene) => scene.settings({ sender: null }),
    text: 'skipped',
    what: /No sender is chosen\./,
    reply: WORKSPACE,
    href: /#sender$/,
  },
  {
    name: 'suspended',
    decided: 'not_suspended',
    given: (scene) => scene.suspend(),
    text: 'skipped',
    what: /SMS is stopped for this workspace\./,
    reply: WORKSPACE,
  },
  {
    name: 'no_phone',
    person: { phone: null },
    decided: 'has_number',
    text: 'skipped',
    what: /No number of Ann Lee is known\./,
    reply: /We have no number of yours that works/,
    href: /^\/people\/per_/,
  },
  {
    name: 'no_phone, since what the directory has is no number',
    person: { phone: null },
    given: (scene) => scene.give('12 34', 'import'),
    decided: 'has_number',
    text: 'skipped',
    what: /What the directory has for Ann Lee is no number\./,
    reply: /We have no number of yours that works/,
  },
  {
    name: 'unverified',
    person: { phone: null },
    given: (scene) => scene.give(scene.phone, 'admin'),
    decided: 'verified',
    text: 'skipped',
    what: /Ann Lee has not confirmed the number yet\./,
    reply: /Your number is not confirmed yet\. Confirm it by a code under .*\/profile/,
  },
  {
    name: 'opted_out by STOP',
    decided: 'not_opted_out',
    given: async (scene) => {
      point(carrier, '+14155550100', await repliesTo(carrier, scene.workspace, carrier.server.url))
      await reply(carrier, scene.phone, '+14155550100', 'STOP')
      await until('the opt-out', async () =>
        (await scene.diagnose({})).channels[2]!.checks.some(({ id, now }) => id === 'not_opted_out' && now === 'no'),
      )
    },
    text: 'skipped',
    what: /The number answered STOP on \d+ \w+\./,
    reply: /^Your number answered STOP on \d+ \w+\. Text START to \+1 415 555 0100 from that phone\.$/,
    href: /^\/opt-outs$/,
  },
  {
    name: 'opted_out by an administrator',
    decided: 'not_opted_out',
    given: (scene) => scene.post('/v1/opt-outs', { number: scene.phone }),
    text: 'skipped',
    what: /was opted out by an administrator on \d+ \w+\./,
    reply: /Texts to your number were ended here on \d+ \w+\. Tell us/,
  },
  {
    name: 'preference_off for the event',
    decided: 'wants',
    given: (scene) => scene.want('sms', false),
    what: /Texts for “Mentioned” are off for everybody who did not switch them on, and Ann Lee did not\./,
    reply: /Switch them on under .*\/profile\/preferences/,
  },
  {
    name: 'preference_off for the event on every channel',
    decided: 'wants',
    given: async (scene) => {
      for (const channel of ['sms', 'email', 'in_app'] as const) await scene.want(channel, false)
    },
    what: /^Texts for “Mentioned” are off/,
    reply: /Texts for “Mentioned” are off for you/,
  },
  {
    name: 'preference_off for all texts',
    decided: 'preference',
    given: (scene) => scene.own('update persons set sms_on = false where id = $1', [scene.ann]),
    text: 'skipped',
    what: /Ann Lee switched texts off\./,
    reply: /You switched texts off\. Switch them on under/,
  },
  {
    name: 'over_cap',
    decided: 'cap',
    given: (scene) => scene.put('/v1/spend', { daily_cap_micros: 1 }),
    text: 'skipped',
    what: /cap of \$0\.000001 was reached at/,
    reply: /The limit of texts for that day was reached/,
  },
  {
    name: 'country_not_allowed',
    decided: 'country',
    given: (scene) => scene.patch('/v1/sms/settings', { allowed_countries: ['DE'] }),
    text: 'skipped',
    what: /United States is not on your list\./,
    reply: /We do not text numbers of United States at the moment\./,
    href: /countries$/,
  },
  {
    name: 'country_not_allowed for a premium number',
    person: { phone: '+449098790000' },
    decided: 'country',
    text: 'skipped',
    what: /premium rate/,
    reply: /We do not text this kind of number/,
  },
  {
    name: 'redirect_limit',
    decided: 'redirect',
    given: async (scene) => {
      await scene.patch('/v1/sms/settings', { redirect: { enabled: true, phone_number: '+14155550177' } })
      const messages = Array.from({ length: 20 }, () => ({ to: scene.phone, body: 'One of many' }))
      await scene.post('/v1/messages', { messages }, 202)
      await until('all of them gone', async () => (await scene.texts()).every(({ status }) => status === 'delivered'))
    },
    text: 'skipped',
    what: /the test phone had got its 20 texts of the hour/,
    reply: /redirected all texts to a test phone/,
    href: /#redirect$/,
  },
  {
    name: 'redirected to a test phone',
    decided: 'own_phone',
    given: (scene) => scene.patch('/v1/sms/settings', { redirect: { enabled: true, phone_number: '+14155550177' } }),
    text: 'delivered',
    what: /Redirect was on: it went to the test phone \+1 ••• ••• 0177\./,
    reply: /redirected all texts to a test phone/,
    href: /#redirect$/,
  },
  {
    // Nothing makes such a row yet: the second of two is left out before there is one. It is told all the same.
    name: 'duplicate',
    decided: 'not_duplicate',
    text: 'delivered',
    afterwards: (scene, _, text) =>
      scene.sql(`update messages set status = 'skipped', skip_reason = 'duplicate' where id = $1`, [text]),
    what: /The same text went a moment ago\./,
    reply: /had been sent to you a moment before/,
  },
  {
    name: 'inactive',
    person: { active: false },
    decided: 'active',
    what: /^Ann Lee is not active in the directory\.$/,
    reply: /marked as not active/,
    href: /^\/people\/per_/,
  },
  {
    name: 'own_change',
    event: { actor: 'ann' },
    decided: 'not_own_change',
    what: /^Ann Lee made this change\.$/,
    reply: /You made that change yourself/,
  },
]

describe('why this person got nothing, by the reason of the skip', () => {
  for (const one of CASES) test(`${one.name}: ${RULES[one.decided]}`, () => check(carrier, one))
})

test('there is a case for every reason for which a text is skipped or somebody is left out', () => {
  const without = [...SKIP_REASONS, ...LEFT_OUT].filter((why) => !CASES.some(({ name }) => name.startsWith(why)))
  // Of whom the directory does not know there is no person to make a case of: see more.test.ts.
  assert.deepEqual(without, ['unknown_person'])
})
