import { z } from '@hono/zod-openapi'

export const readinessCheck = z
  .object({
    id: z.enum([
      'installation',
      'credentials',
      'sender',
      'us_registration',
      'tested',
      'receipts',
      'replies',
      'decisions',
      'phone_data',
      'account',
      'operator_cap',
      'redirect',
    ]),
    group: z.enum(['send', 'know', 'reach', 'guard']),
    title: z.string(),
    status: z.enum(['ok', 'warn', 'fail', 'unknown', 'off']),
    blocks: z.enum(['send', 'run', 'nothing']),
    reason: z.string(),
    remedy: z.string().nullable(),
    href: z
      .string()
      .nullable()
      .openapi({ description: 'Where the remedy is: a path of the console or an https address.' }),
    checked_at: z.iso.datetime().nullable(),
  })
  .openapi('ReadinessCheck')

export const readinessOut = z
  .object({
    state: z.enum(['not_configured', 'can_create', 'can_run', 'invalid', 'off', 'suspended']),
    reason: z.string().nullable(),
    who_can_fix: z.string(),
    checks: z.array(readinessCheck),
    receipts: z.object({
      arrive: z.enum(['yes', 'no', 'unknown', 'not_expected']).openapi({
        description:
          'no: the provider finished several texts in a row and could not tell us. not_expected: it is not told where.',
      }),
      address: z.string().nullable().openapi({ description: 'Only for those who may see the settings.' }),
      missed: z.number().int(),
      refused_last_day: z.number().int(),
    }),
    checked_at: z.iso.datetime().nullable(),
  })
  .openapi('Readiness')

export type ReadinessCheck = z.infer<typeof readinessCheck>
export type ReadinessOut = z.infer<typeof readinessOut>
