import { z } from '@hono/zod-openapi'
import { CLASSES } from '../messages/schema.ts'
import { ALARM_NAMES } from './alarms.ts'
import { CHECK_NAMES } from './ready.ts'

const at = z.iso.datetime()
const count = z.number().int()

export const checkOut = z.object({
  name: z.enum(CHECK_NAMES),
  ok: z.boolean(),
  /** Why not; null when it is. */
  reason: z.string().nullable(),
})

export const alarmOut = z
  .object({
    name: z.enum(ALARM_NAMES),
    what: z.string(),
    meaning: z.string(),
    cause: z.string(),
    remedy: z.string(),
    since: at.nullable(),
    stops_sending: z.boolean().openapi({ description: 'Nothing is sent while it stands.' }),
  })
  .openapi('Alarm')

export const healthOut = z
  .object({
    ready: z.boolean().openapi({ description: 'Requests are answered and texts are kept.' }),
    sending: z.boolean().openapi({ description: 'Texts that are due are handed to providers.' }),
    checks: z.array(checkOut),
    alarms: z.array(alarmOut),
    workers: z.array(
      z.object({
        id: z.string(),
        host: z.string(),
        started_at: at,
        seen_at: at,
        last_claim_at: at.nullable(),
        last_look_at: at.nullable(),
        alive: z.boolean(),
      }),
    ),
    waiting: z.array(
      z.object({
        class: z.enum(CLASSES),
        count: count.openapi({ description: 'Counted up to 10,000.' }),
        oldest_due_seconds: count,
      }),
    ),
    in_doubt: count.openapi({ description: 'Attempts whose fate is not known yet. Counted up to 10,000.' }),
    undecided: count.openapi({ description: 'Of those in doubt, the ones that need a person’s decision.' }),
    doubles: count.openapi({ description: 'Texts that a receipt proved to be sent twice, ever.' }),
    senders: z.object({
      paced: count,
      closed: count.openapi({ description: 'Senders that have used up their pace at this moment.' }),
      segments_per_second: z.number().openapi({ description: 'Of all senders that have a pace, together.' }),
    }),
  })
  .openapi('Health')

const milliseconds = z.number().nullable()

const stretch = z.object({
  at,
  waiting: count,
  oldest_due_seconds: count,
  in_doubt: count,
  accepted: z.number().openapi({ description: 'Attempts a minute, as the three that follow.' }),
  rejected: z.number(),
  not_sent: z.number(),
  unknown: z.number(),
  by_callback: count.openapi({ description: 'Doubts that were decided so.' }),
  by_listing: count,
  by_person: count,
  doubles: count,
  called_back: count,
  asked: count,
  refused: count,
  wait_p50_ms: milliseconds.openapi({ description: 'From due to handed over.' }),
  wait_p95_ms: milliseconds,
  database_p95_ms: milliseconds,
})
export type Stretch = z.infer<typeof stretch>

export const minutesQuery = z.object({ hours: z.coerce.number().int().min(1).max(48).default(3) })

export const minutesOut = z
  .object({ seconds: count.openapi({ description: 'How long each stretch is.' }), items: z.array(stretch) })
  .openapi('HealthMinutes')
