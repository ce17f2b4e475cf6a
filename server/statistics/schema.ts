import { z } from '@hono/zod-openapi'
import { CHANNELS } from '../../shared/preferences.ts'
import { pageOf, pageQuery } from '../kit/page.ts'
import { CLASSES } from '../messages/schema.ts'

/** Longer than a leap year, so that a year and a day of any calendar fits. */
export const MOST_DAYS = 400
/** Hours are added up from quarters, of which there are many. */
export const MOST_DAYS_BY_HOUR = 31

export const TIMES = ['day', 'hour'] as const
export const PROPERTIES = [
  'channel',
  'status',
  'event_type',
  'country',
  'class',
  'failure',
  'skip_reason',
  'sender',
] as const
export type Time = (typeof TIMES)[number]
export type Property = (typeof PROPERTIES)[number]

const date = z.iso.date()

export const rangeQuery = z.object({
  from: date.openapi({ description: "The first day, on the workspace's calendar.", example: '2026-11-01' }),
  to: date.openapi({ description: 'The last day, which counts too.', example: '2026-11-30' }),
  channel: z.enum(CHANNELS).optional(),
  class: z.enum(CLASSES).optional(),
  event_type: z.string().max(100).optional(),
})

export const statisticsQuery = rangeQuery.extend({
  group_by: z
    .string()
    .max(60)
    .optional()
    .openapi({
      description: `One of ${[...TIMES, ...PROPERTIES].join(', ')}; or ${TIMES.join(' or ')} and one of the others, comma separated.`,
      example: 'day,channel',
    }),
})

export type StatisticsQuery = z.input<typeof statisticsQuery>

const rate = z.number().nullable().openapi({ description: 'Failed of all that went or failed, 0 to 1.' })

/** Null for whoever may not see what is spent. */
const cost = z
  .array(
    z.object({
      currency: z.string(),
      micros: z
        .number()
        .int()
        .openapi({ description: 'What was billed, and the estimate where nothing was billed yet.' }),
      estimated_micros: z.number().int().openapi({ description: 'By our own prices, for all that a provider took.' }),
      billed_micros: z.number().int().openapi({ description: 'As the provider says, so far.' }),
    }),
  )
  .nullable()

export const measures = z
  .object({
    messages: z.number().int(),
    pending: z.number().int(),
    sent: z.number().int().openapi({ description: 'Sent, delivered and assumed to be.' }),
    delivered: z.number().int().openapi({ description: 'Of those sent, the ones whose arrival was confirmed.' }),
    failed: z.number().int().openapi({ description: 'Failed, undelivered and expired.' }),
    skipped: z.number().int().openapi({ description: 'Skipped and cancelled.' }),
    failure_rate: rate,
    segments: z.number().int().openapi({ description: 'Of what a provider took.' }),
    cost,
  })
  .openapi('Measures')
export type Measures = z.infer<typeof measures>

const percentiles = z
  .object({
    messages: z.number().int(),
    p50_ms: z.number().int().nullable(),
    p95_ms: z.number().int().nullable(),
    p99_ms: z.number().int().nullable(),
  })
  .openapi('Percentiles')

const cause = z
  .object({ code: z.number().int().nullable(), title: z.string(), cause: z.string(), remedy: z.string() })
  .openapi('FailureCause')

export const statisticsOut = z
  .object({
    from: date,
    to: date,
    time_zone: z.string(),
    as_of: z.iso.datetime().openapi({ description: 'All that happened until then is counted.' }),
    counted_from: z.iso.datetime().nullable().openapi({
      description: 'While what was there before is still being counted: from when on it is. Null when all is.',
    }),
    total: measures,
    latency: z.object({ handed_over: percentiles, delivered: percentiles }).nullable().openapi({
      description:
        'How long it took from acceptance to the hand-over, and from there to the confirmed arrival, right to a tenth. Without `group_by` alone.',
    }),
    groups: z
      .array(
        measures.extend({
          day: date.optional(),
          hour: z.iso.datetime().optional(),
          key: z.string().optional().openapi({
            description: 'The channel, status, type, country, class, cause or sender; empty where none is known.',
          }),
          cause: cause.optional(),
        }),
      )
      .openapi({
        description:
          'In the order of time, and then the largest first, up to 500 of a time. What has no message is left out.',
      }),
  })
  .openapi('Statistics')
export type Statistics = z.infer<typeof statisticsOut>

export const peopleQuery = rangeQuery.extend(pageQuery.shape)

export const peoplePage = pageOf(
  measures
    .extend({
      person_id: z.string(),
      name: z.string().nullable().openapi({ description: 'Null for who is gone, and for whoever may not see people.' }),
    })
    .openapi('MeasuresOfPerson'),
)
