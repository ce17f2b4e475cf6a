import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Facts } from './facts.ts'
import type { MessageRow } from './row.ts'
import { outcome, waitingFor } from './sentences.ts'
import type { Trouble } from './trouble.ts'

const at = (time: string) => new Date(`2026-03-12T${time}Z`)

const facts: Facts = {
  now: at('14:10:00'),
  timeZone: 'UTC',
  waiting: null,
  paused: false,
  cap: { micros: 25_000_000, since: new Date('2026-03-01T00:00:00Z') },
  answersTo: '+14155550100',
}

const message: MessageRow = {
  id: 'msg_1',
  capped_above: null,
  channel: 'sms',
  person_id: null,
  recipient: null,
  event_id: null,
  trigger_id: null,
  template: null,
  urgent: false,
  instead_of: null,
  instead_by: null,
  fell_to: null,
  class: 'alert',
  status: 'queued',
  skip_reason: null,
  to_sealed: Buffer.alloc(0),
  to_country: 'US',
  redirected_sealed: null,
  body_sealed: null,
  encoding: 'GSM-7',
  segments: 1,
  event_type: 'direct',
  occurred_at: at('14:02:00'),
  url: null,
  made_by_kind: 'api_key',
  made_by_name: 'host product',
  idempotency_key: null,
  retry_of: null,
  retried_as: null,
  cost_micros: 8_300,
  price_micros: null,
  currency: 'USD',
  due_at: at('14:02:00'),
  not_after: at('18:02:00'),
  tries: 0,
  provider: 'twilio',
  sent_from: null,
  provider_sid: null,
  error_code: null,
  error_class: null,
  error_text: null,
  http_status: null,
  undecided: null,
  looks: null,
  next_look_at: null,
  created_at: at('14:02:00'),
  sent_at: null,
  finished_at: null,
  stopped_by: null,
  stopped_by_name: null,
  stopped_at: null,
  held: false,
}

const landline: Trouble = {
  code: 30006,
  class: 'bad_recipient',
  cause: 'The number is a landline or its carrier cannot be reached.',
  remedy: '',
  retry: 'no',
}
type Row = Partial<MessageRow> & { premium?: boolean }

const skipped = (skip_reason: MessageRow['skip_reason'], more: Partial<MessageRow> = {}): Partial<MessageRow> => ({
  status: 'skipped',
  skip_reason,
  finished_at: at('14:02:00'),
  ...more,
})
const stopped = (stopped_by: MessageRow['stopped_by'], more: Partial<MessageRow> = {}): Partial<MessageRow> =>
  skipped('opted_out', { stopped_by, stopped_at: new Date('2026-03-03T09:30:00Z'), ...more })

const waiting = { reason: 'bad_credentials', code: 20003, provider: 'twilio' } as const

const table: [Row, string, { facts?: Partial<Facts>; trouble?: Trouble }?][] = [
  [{}, 'Waiting its turn.'],
  [{ due_at: at('14:12:00') }, 'Waiting its turn, about 14:12.'],
  [
    {},
    'Sending is paused for the whole installation. It goes out once the operator releases sending, until 18:02.',
    { facts: { paused: true, waiting } },
  ],
  [
    {},
    'Twilio refuses our sign-in (20003). It goes out as soon as that is mended, until 18:02.',
    { facts: { waiting } },
  ],
  [
    {},
    'The simulator refuses the account. It goes out as soon as that is mended, until 18:02.',
    { facts: { waiting: { reason: 'account', code: null, provider: 'simulator' } } },
  ],
  [
    { tries: 2, error_text: 'connection refused', due_at: at('14:11:00') },
    'The last try did not reach Twilio: connection refused. Next try about 14:11.',
  ],
  [{ status: 'sending' }, 'Being handed to Twilio.'],
  [{ status: 'sent' }, 'Twilio has it; no word from the carrier yet.'],
  [{ status: 'sent', provider: 'simulator' }, 'The simulator has it; no word from the carrier yet.'],
  [{ status: 'sent', provider: 'webhook' }, 'The webhook took it; what became of it is not reported.'],
  [
    { status: 'assumed_delivered', sent_at: at('13:58:30') },
    'Sent 11 min ago. The carrier gave no confirmation; many never do.',
  ],
  [
    { status: 'assumed_delivered', sent_at: new Date('2026-03-09T12:00:00Z') },
    'Sent 3 days ago. The carrier gave no confirmation; many never do.',
  ],
  [
    { status: 'delivered', finished_at: at('14:02:04') },
    'Delivered after 4 s. If it was not seen: blocked senders, spam folder, another phone.',
  ],
  [
    { status: 'delivered', finished_at: at('14:02:00.400') },
    'Delivered in under a second. If it was not seen: blocked senders, spam folder, another phone.',
  ],
  [
    { status: 'undelivered' },
    'Not delivered: the number is a landline or its carrier cannot be reached.',
    { trouble: landline },
  ],
  [
    { status: 'failed' },
    'Not sent: Twilio does not know the sender.',
    { trouble: { ...landline, cause: 'Twilio does not know the sender' } },
  ],
  [{ status: 'failed' }, 'Not sent: no cause was given.'],
  [
    { status: 'unknown' },
    'We do not know whether this text was sent. It is looked up at Twilio before anything is sent again.',
  ],
  [
    { status: 'unknown', next_look_at: at('14:39:00') },
    'We do not know whether this text was sent. We look it up at Twilio, next at 14:39, and do not send it again before.',
  ],
  [
    { status: 'unknown', undecided: 'refused' },
    'We do not know whether this text was sent. Twilio refuses to show its list. Somebody must decide.',
  ],
  [{ status: 'expired' }, 'Not sent in time: it was only useful until 18:02.'],
  [{ status: 'cancelled' }, 'Cancelled before it was sent.'],
  [skipped('channel_off'), 'SMS is off here.'],
  [skipped('not_ready'), 'Settings are not ready.'],
  [skipped('no_sender'), 'No sender chosen.'],
  [skipped('suspended'), 'SMS is suspended.'],
  [skipped('duplicate'), 'The same text went a moment ago.'],
  [
    { ...skipped('country_not_allowed'), premium: true },
    'This number costs whoever calls or texts it extra: premium rate, shared cost or satellite.',
  ],
  [skipped('country_not_allowed', { to_country: 'DE' }), 'Germany is not on your list.'],
  [
    skipped('country_not_allowed', { to_country: null }),
    'This number belongs to no country, so it is not on your list.',
  ],
  [{ held: true }, 'A text from this number may mean STOP: what campaigns send to it waits until somebody says so.'],
  [skipped('redirect_limit'), 'Redirect is on, and the test phone had got its 20 texts of the hour.'],
  [
    stopped('keyword'),
    'This number answered STOP on 3 Mar 09:30. Only START from the phone to +1 415 555 0100 undoes it.',
  ],
  [
    stopped('provider'),
    'This number answered STOP on 3 Mar 09:30. Only START from the phone undoes it.',
    { facts: { answersTo: null } },
  ],
  [stopped('admin', { stopped_by_name: 'Test Admin' }), 'Test Admin opted this number out on 3 Mar 09:30.'],
  [
    stopped('admin', { stopped_by_name: 'Test Admin', stopped_at: at('14:01:00') }),
    'Test Admin opted this number out at 14:01.',
  ],
  [
    stopped('person'),
    'The person ended texts to this number on 3 Mar 09:30. Only they, or START from the phone, take it back.',
  ],
  [stopped('import'), 'This number was opted out by an import on 3 Mar 09:30.'],
  [skipped('opted_out'), 'This number was opted out then, and no longer is.'],
  [
    skipped('over_cap', { capped_above: true }),
    'What the operator of this installation allows a day was used up at 14:02. More of it does not send what was skipped.',
  ],
  [skipped('over_cap'), "Today's cap of $25.00 was reached at 14:02. Raising it does not send what was skipped."],
  [
    skipped('over_cap', { finished_at: new Date('2026-03-10T08:00:00Z') }),
    "That day's cap of $25.00 was reached at 10 Mar 08:00. Raising it does not send what was skipped.",
  ],
  [
    skipped('over_cap'),
    "Today's cap was reached at 14:02. Raising it does not send what was skipped.",
    { facts: { cap: { micros: 50_000_000, since: at('14:05:00') } } },
  ],
  [
    { status: 'expired' },
    'Not sent in time: it was only useful until 19:02.',
    { facts: { timeZone: 'Europe/Berlin' } },
  ],
]
for (const [row, sentence, more = {}] of table) {
  test(sentence, () => {
    assert.equal(outcome({ ...message, ...row }, { ...facts, ...more.facts }, more.trouble ?? null), sentence)
  })
}

test('only a queued text waits for something, and a number in what the provider said is masked', () => {
  assert.equal(waitingFor(message, facts), null)
  assert.equal(waitingFor({ ...message, status: 'sent' }, { ...facts, waiting }), null)
  assert.equal(waitingFor(message, { ...facts, waiting }), 'Twilio refuses our sign-in (20003).')
  assert.equal(
    waitingFor({ ...message, tries: 1, error_text: 'no route to +14155550142' }, facts),
    'The last try did not reach Twilio: no route to +1 ••• ••• 0142.',
  )
})
