import { z } from '@hono/zod-openapi'
import { CHANNELS } from '../../shared/preferences.ts'
import { pageQuery } from '../kit/page.ts'
import { CLASSES, messageOut, SKIP_REASONS, STATUSES } from './schema.ts'

const id = z.string().min(1).max(80).optional()

export const historyFilter = z.object({
  channel: z.enum(CHANNELS).optional(),
  status: z
    .string()
    .max(200)
    .optional()
    .openapi({
      description: `One or more of ${STATUSES.join(', ')}, or a group: pending, sent, failed, skipped. Comma separated.`,
    }),
  class: z.enum(CLASSES).optional(),
  recipient: z.string().max(80).optional().openapi({ description: 'A handle from POST /v1/numbers/lookup.' }),
  person: id.openapi({ description: 'The id of a person whom an event told something.' }),
  event: id.openapi({ description: 'The id of an event.' }),
  event_type: z.string().min(1).max(64).optional(),
  trigger: id.openapi({ description: 'The id of a trigger, also of one that was deleted.' }),
  template: z
    .string()
    .min(1)
    .max(80)
    .optional()
    .openapi({ description: 'A template in any version, as in mentioned, or in one, as in mentioned@3.' }),
  sender: z.string().min(1).max(80).optional().openapi({ description: 'What it was sent from.' }),
  skip_reason: z.enum(SKIP_REASONS).optional(),
  error: z.coerce.number().int().min(0).max(999_999).optional().openapi({ description: "The provider's code." }),
  redirected: z.enum(['true']).optional().openapi({ description: 'Only what went to the test phone instead.' }),
  since: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
})

export const listQuery = historyFilter.extend(pageQuery.shape)

export const exportQuery = historyFilter.extend({
  numbers: z
    .enum(['masked', 'full'])
    .default('masked')
    .openapi({ description: 'In full for those who may reveal them.' }),
})

export const choicesOut = z
  .object({
    event_types: z.array(z.string()),
    triggers: z.array(
      z.object({ id: z.string(), name: z.string().nullable().openapi({ description: 'Null once it was deleted.' }) }),
    ),
    templates: z.array(z.string()),
    errors: z.array(z.number().int()),
    senders: z.array(z.string()).openapi({ description: 'Those connected now, and those of the newest messages.' }),
  })
  .openapi('HistoryChoices')

export const messagePage = z
  .object({
    items: z.array(messageOut),
    next: z.string().nullable(),
    searched_back_to: z.iso.datetime().nullable().openapi({
      description:
        'Filters that are joined may be rare together: then the page is given with what was found so far, and `next` goes on from this time. Null when the page is as full as it can be.',
    }),
  })
  .openapi('MessagePage')

/** Counts stop at 10,000, or when they take too long: beyond that people only need to know that there are more. */
const count = z.object({ count: z.number().int(), more: z.boolean() })
export const countsOut = z
  .object({ all: count, pending: count, sent: count, failed: count, skipped: count })
  .openapi('MessageCounts')
