import { after, before, describe, test } from 'node:test'
import { until } from '../../test/app.ts'
import { type Carrier, startCarrier } from '../../test/carrier.ts'
import { RULES } from './rules.ts'
import { type Case, check } from './testing-case.ts'

let carrier: Carrier
before(async () => {
  carrier = await startCarrier()
})
after(() => carrier.stop())

const CASES: Case[] = [
  {
    name: 'no trigger for such an event',
    trigger: null,
    decided: 'trigger',
    what: /^No trigger is for “Mentioned”\.$/,
    reply: /No alert is set up for this/,
    href: /^\/settings\/triggers\/new$/,
  },
  {
    name: 'the trigger is switched off',
    trigger: { active: false },
    decided: 'trigger',
    what: /^The trigger for “Mentioned”, “Mentions”, is switched off\.$/,
    reply: /No alert is set up for this/,
    href: /^\/settings\/triggers\/trg_/,
  },
  {
    name: 'a condition of the trigger failed',
    trigger: {
      conditions: {
        and: [
          { '==': [{ var: 'entity.type' }, 'issue'] },
          {
            or: [
              { '==': [{ var: 'entity.properties.priority' }, 'urgent'] },
              { in: [{ var: 'after.state' }, ['Done', 'Gone']] },
            ],
          },
        ],
      },
    },
    decided: 'trigger',
    what: /^Trigger “Mentions” did not fit: line 2, priority is urgent \(it was high\); line 3, state after is one of Done, Gone \(it was nothing\)\.$/,
    reply: /No alert is set up for this/,
  },
  {
    name: 'the event names nobody in the role',
    event: { recipients: { watchers: ['ann'] } },
    decided: 'meant',
    what: /Trigger “Mentions”: It tells the mentioned, and the event names none\.$/,
    reply: /not among those whom this alert is for/,
    href: /^\/settings\/triggers\/trg_/,
  },
  {
    name: 'the event names somebody by a name that nobody knows',
    event: { recipients: { mentioned: ['ann-lee'] } },
    decided: 'meant',
    what: /the event names one other \(“ann-lee” is not in the directory\)/,
    reply: /knew you by another name/,
    href: /^\/people\/per_/,
  },
  {
    name: 'the trigger tells a group without them',
    trigger: async (scene) => {
      const { id } = await scene.post('/v1/groups', { name: 'Leads' })
      return { recipients: { groups: [id] } }
    },
    decided: 'meant',
    what: /It tells the people of a group\.$/,
    reply: /not among those whom this alert is for/,
  },
  {
    name: 'the carrier refused it',
    decided: 'arrived',
    given: (scene) => scene.handset('landline'),
    text: 'undelivered',
    what: /Not delivered: the number is a landline/,
    reply: /did not reach your phone/,
    href: /^\/history\/msg_/,
  },
  {
    name: 'the provider refused it',
    decided: 'handed_over',
    given: (scene) => scene.handset('not_verified'),
    text: 'failed',
    what: /Not sent: .*verified/,
    reply: /could not be sent/,
    href: /^\/history\/msg_/,
  },
  {
    name: 'the provider refuses the sign-in',
    decided: 'accepted_account',
    given: () => carrier.faults({ sign_in_refused: true }),
    text: 'queued',
    afterwards: async (scene, event) => {
      await until('the pause', async () => (await scene.diagnose({ event })).decided === 'accepted_account')
    },
    what: /The simulator refuses our sign-in \(20003\)\./,
    reply: /held up at the moment/,
    outcome: 'waiting',
  },
]

describe('why this person got nothing, before a text was made and after it was', () => {
  for (const one of CASES) test(`${one.name}: ${RULES[one.decided]}`, () => check(carrier, one))
})
