import { z } from '@hono/zod-openapi'
import { CHANNELS } from '../../shared/preferences.ts'

export const CLASSES = ['otp', 'alert', 'nudge', 'campaign', 'test'] as const
export const STATUSES = [
  'queued',
  'sending',
  'sent',
  'delivered',
  'assumed_delivered',
  'undelivered',
  'unknown',
  'failed',
  'skipped',
  'cancelled',
  'expired',
] as const
export const SKIP_REASONS = [
  'channel_off',
  'not_ready',
  'no_sender',
  'opted_out',
  'over_cap',
  'country_not_allowed',
  'duplicate',
  'suspended',
  'redirect_limit',
  'no_phone',
  'unverified',
  'preference_off',
] as const

export type MessageClass = (typeof CLASSES)[number]
export type MessageStatus = (typeof STATUSES)[number]
export type SkipReason = (typeof SKIP_REASONS)[number]

/** What no event of a running product can be is a mistake of the sender's clock or units. */
function isThisCentury(time: string): boolean {
  const year = new Date(time).getUTCFullYear()
  return year >= 2000 && year < 2100
}

export const messageInput = z
  .strictObject({
    to: z.string().min(1).max(40).openapi({ description: 'E.164, as in +14155550142.' }),
    body: z.string().min(1).max(1600),
    class: z.enum(['otp', 'alert', 'nudge', 'campaign']).default('alert'),
    event_type: z
      .string()
      .regex(/^[a-z][a-z0-9_.]{0,63}$/, 'Lower-case letters, digits, _ and . only.')
      .optional(),
    opt_out_line: z.boolean().optional().openapi({
      description:
        'Whether the text ends with how to end such texts: “Reply STOP”, or a link where nobody can answer. Left out, nudges do, and campaigns where nobody can answer.',
    }),
    occurred_at: z.iso
      .datetime({ offset: true })
      .refine(isThisCentury, 'A time between 2000 and 2100.')
      .optional()
      .openapi({ description: 'When it happened; otherwise when it was accepted.' }),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .optional(),
  })
  .openapi('MessageInput')

export const manyInput = z.strictObject({ messages: z.array(messageInput).min(1).max(1000) })

export const messageAccepted = z
  .object({
    id: z.string(),
    status: z.enum(['queued', 'skipped']),
    skip_reason: z.enum(SKIP_REASONS).nullable(),
    encoding: z.enum(['GSM-7', 'UCS-2']),
    segments: z.number().int(),
  })
  .openapi('MessageAccepted')

export const manyAccepted = z.object({ items: z.array(messageAccepted) })

export const messageOut = z
  .object({
    id: z.string(),
    channel: z.enum(CHANNELS),
    class: z.enum(CLASSES),
    status: z.enum(STATUSES),
    status_group: z.enum(['pending', 'sent', 'failed', 'skipped']),
    status_text: z.string().openapi({ description: 'The outcome in one sentence.' }),
    skip_reason: z.enum(SKIP_REASONS).nullable(),
    waiting_for: z.string().nullable(),
    person_id: z.string().nullable(),
    event_id: z.string().nullable(),
    trigger_id: z.string().nullable(),
    template: z.string().nullable().openapi({ description: 'Which version of which template, as in mentioned@3.' }),
    instead_of: z.string().nullable().openapi({ description: 'What this went instead of, since that did not arrive.' }),
    instead_by: z.string().nullable().openapi({ description: 'And the other way round: what went instead of this.' }),
    recipient: z.string().nullable().openapi({ description: 'The name of the person, where an event caused it.' }),
    to: z.string().openapi({
      description:
        'A number or the address of a mail, masked; empty for an inbox and for who has no number; “Erased” once the person was.',
    }),
    redirected_to: z.string().nullable(),
    from: z.string().nullable(),
    subject: z.string().nullable().openapi({ description: 'Of a mail or of an entry in an inbox.' }),
    body: z.string().nullable().openapi({ description: 'Null for one-time codes: their text is not kept.' }),
    encoding: z.enum(['GSM-7', 'UCS-2']).nullable().openapi({ description: 'Null for what is no text.' }),
    segments: z.number().int(),
    event_type: z.string(),
    occurred_at: z.iso.datetime(),
    url: z.string().nullable(),
    provider: z.string().nullable(),
    provider_id: z.string().nullable(),
    error: z
      .object({ code: z.number().int().nullable(), class: z.string(), cause: z.string(), remedy: z.string() })
      .nullable(),
    cost: z.object({ micros: z.number().int(), currency: z.string(), billed: z.boolean() }),
    created_at: z.iso.datetime(),
    sent_at: z.iso.datetime().nullable(),
    finished_at: z.iso.datetime().nullable(),
    not_after: z.iso.datetime(),
  })
  .openapi('Message')

/** Why no looking decides what became of a text. */
export const UNDECIDED = [
  'no_listing',
  'no_connection',
  'other_account',
  'refused',
  'unreachable',
  'too_many',
  'unclear',
  'no_text',
] as const
export type UndecidedReason = (typeof UNDECIDED)[number]

export const decisionInput = z
  .strictObject({
    decision: z.enum(['it_was_sent', 'send_again']).openapi({
      description: 'it_was_sent: it counts as sent and is never sent again. send_again: it goes out once more.',
    }),
  })
  .openapi('DecisionInput')
export type Decision = z.infer<typeof decisionInput>['decision']

export const decisionItem = messageOut
  .extend({
    attempt: z.number().int(),
    looks: z.number().int().openapi({ description: "Complete looks at the provider's list that did not find it." }),
    undecided: z.enum(UNDECIDED),
    why: z.string().openapi({ description: 'What stands in the way, in one sentence.' }),
    undecided_since: z.iso.datetime(),
  })
  .openapi('DecisionItem')
export type DecisionItem = z.infer<typeof decisionItem>

const doubtOut = z
  .object({
    undecided: z.enum(UNDECIDED).nullable().openapi({ description: 'Null while it is being looked up.' }),
    why: z.string().nullable(),
    looks: z.number().int(),
    next_look_at: z.iso.datetime().nullable().openapi({ description: 'Null when looking again would not help.' }),
  })
  .openapi('Doubt')

export const timelineLine = z
  .object({
    at: z.iso.datetime(),
    what: z.string(),
    detail: z.string().nullable(),
    tone: z.enum(['neutral', 'green', 'amber', 'red']),
  })
  .openapi('TimelineLine')

export const attemptOut = z
  .object({
    n: z.number().int(),
    state: z.string(),
    provider: z.string(),
    connection: z
      .enum(['own', 'inherited'])
      .openapi({ description: 'Whose account it went through, and who pays it.' }),
    provider_id: z.string().nullable(),
    provider_status: z.string().nullable(),
    http_status: z.number().int().nullable(),
    error_code: z.number().int().nullable(),
    detail: z.string().nullable(),
    started_at: z.iso.datetime(),
    ended_at: z.iso.datetime().nullable(),
    looks: z.number().int(),
    resolved_by: z.enum(['callback', 'listing', 'person']).nullable().openapi({
      description: 'What decided it, where its own answer did not.',
    }),
    resolved_at: z.iso.datetime().nullable(),
    doubled_at: z.iso.datetime().nullable().openapi({
      description: 'A receipt proved that this was sent, after the text had been sent again.',
    }),
  })
  .openapi('Attempt')

const whetherOut = z.object({ possible: z.boolean(), why_not: z.string().nullable() })

export const messageDetail = messageOut
  .extend({
    html: z.string().nullable().openapi({ description: 'Of a mail: as it was mailed, to be shown in a sandbox.' }),
    trigger_name: z.string().nullable(),
    timeline: z.array(timelineLine),
    attempts: z.array(attemptOut),
    receipts: z.array(
      z.object({
        attempt: z.number().int(),
        status: z.string(),
        error_code: z.number().int().nullable(),
        source: z.string(),
        proof: z.string(),
        repeats: z.number().int(),
        received_at: z.iso.datetime(),
      }),
    ),
    checks: z.array(
      z.object({ id: z.string(), text: z.string(), result: z.enum(['passed', 'decided', 'not_reached']) }),
    ),
    made_by: z.object({ kind: z.string(), name: z.string() }),
    idempotency_key: z.string().nullable(),
    doubt: doubtOut.nullable().openapi({ description: 'Only while it is not known whether the text was sent.' }),
    send_again: whetherOut,
    send_by_email: whetherOut,
    retry_of: z.string().nullable(),
    retried_as: z.string().nullable(),
    instead: z
      .object({ id: z.string(), channel: z.enum(CHANNELS), status: z.enum(STATUSES), status_text: z.string() })
      .nullable()
      .openapi({ description: 'What went instead of this, or what this went instead of.' }),
  })
  .openapi('MessageDetail')

export const previewInput = z.strictObject({
  body: z.string().max(10_000),
  smart_encoding: z.boolean().optional(),
  to: z.string().max(40).optional(),
  class: z.enum(['otp', 'alert', 'nudge', 'campaign']).optional().openapi({
    description: 'Counts how such a text ends, as sending would add it. Left out, the text alone is counted.',
  }),
  opt_out_line: z.boolean().optional().openapi({ description: 'As in sending; only with a class.' }),
})
export const previewOut = z
  .object({
    encoding: z.enum(['GSM-7', 'UCS-2']),
    segments: z.number().int(),
    units: z.number().int(),
    units_per_segment: z.array(z.number().int()),
    characters: z.number().int(),
    too_long: z.boolean(),
    forces_ucs2: z.array(
      z.object({ index: z.number().int(), character: z.string(), replacement: z.string().nullable() }),
    ),
    cost: z.object({ micros: z.number().int(), currency: z.string(), estimate: z.boolean() }),
    opt_out_line: z.string().nullable().openapi({
      description: 'What the text ends with, and is counted; a link in it stands for the one that each text gets.',
    }),
  })
  .openapi('Preview')

export const testInput = z.strictObject({ to: z.string().max(40).optional() })
export const testOut = z
  .object({
    message: messageDetail,
    answered: z.boolean().openapi({ description: 'False when the provider had not answered after ten seconds.' }),
  })
  .openapi('TestSend')
export const testSample = z.object({
  body: z.string(),
  to: z.string().nullable(),
  redirected_to: z.string().nullable(),
  notes: z.array(z.string()),
})

export type MessageInput = z.infer<typeof messageInput>
export type MessageOut = z.infer<typeof messageOut>
export type MessageDetail = z.infer<typeof messageDetail>
