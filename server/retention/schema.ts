import { z } from '@hono/zod-openapi'

export const FEWEST_DAYS = 30
export const MOST_DAYS = 7300
/** What is counted for people is counted no further: it stands for "more than 10,000". */
export const COUNTED_TO = 10_001

const days = z
  .number()
  .int()
  .min(FEWEST_DAYS, `At least ${FEWEST_DAYS} days.`)
  .max(MOST_DAYS, `At most ${MOST_DAYS} days.`)
const count = z.number().int()

export const retentionInput = z
  .strictObject({ days: days.nullable().openapi({ description: 'Null: for ever.' }) })
  .openapi('RetentionInput')

/** Of what there is a date of: each row of the history, of what came in, and of what the product said. */
const three = z.object({ messages: count, replies: count, events: count })

const deleted = three.extend({
  attempts: count,
  receipts: count,
  inbox_entries: count,
  links: count,
  webhook_calls: count,
})

export const retentionOut = z
  .object({
    days: count.nullable(),
    running: z
      .object({ through: z.iso.datetime(), deleted })
      .nullable()
      .openapi({ description: 'What is being deleted at present, and how much went so far.' }),
    last: z
      .object({
        days: count,
        through: z.iso.datetime().openapi({ description: 'What was made before was deleted.' }),
        deleted,
        stays: three.openapi({
          description:
            'Of that age and still there, each counted up to 10,001: undecided or on its way; a reply that proves an opt-out; an event that a due date needs.',
        }),
        nothing_older: z.boolean().openapi({ description: 'Looked for afterwards: nothing of that age is left.' }),
        checked_at: z.iso.datetime(),
      })
      .nullable()
      .openapi({ description: 'The last run that ended.' }),
    deleted_in_all: deleted,
  })
  .openapi('Retention')

export const previewQuery = z.object({ days: z.coerce.number().pipe(days) })

export const previewOut = three
  .extend({ through: z.iso.datetime() })
  .openapi('RetentionPreview', { description: 'What is older, each counted up to 10,001.' })

export type RetentionOut = z.infer<typeof retentionOut>
export type Deleted = z.infer<typeof deleted>
export type Three = z.infer<typeof three>
