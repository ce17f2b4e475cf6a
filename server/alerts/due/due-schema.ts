import { z } from '@hono/zod-openapi'

export const dueOut = z
  .object({
    due: z.string().nullable().openapi({ description: 'A day, or an instant; null where it has none any more.' }),
    status: z.enum(['scheduled', 'over', 'none']).openapi({
      description: 'over: it is completed, cancelled, archived or deleted, and nobody is told of its date.',
    }),
    text: z.string().openapi({ description: 'How it is with the date, in a sentence or two.' }),
    alerts: z
      .array(
        z.object({
          trigger_id: z.string(),
          name: z.string(),
          event_type: z.enum(['due_date_reminder', 'due_date_passed']),
          days_ahead: z.number().int().nullable(),
          date: z.string().openapi({ description: 'The day on the clock of whom it is for.' }),
          time: z.string().openapi({ description: 'The time on the same clock.' }),
          first_at: z.iso.datetime().openapi({ description: 'When it is that time for the first of them.' }),
          last_at: z.iso.datetime(),
          people: z.number().int(),
          event_id: z.string().nullable().openapi({ description: 'The event by which some of them were told.' }),
          status: z.enum(['to_come', 'told', 'too_late']).openapi({
            description: 'too_late: its time was long over when the date came in.',
          }),
        }),
      )
      .openapi({ description: 'Who is told of the date when, as things stand now.' }),
  })
  .openapi('DueDate')
export type DueOut = z.infer<typeof dueOut>
