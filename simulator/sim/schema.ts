import type { Context } from 'hono'
import { z } from 'zod'
import { BEHAVIOURS } from '../wire.ts'

const share = z.number().min(0).max(1).optional()
const waitMs = z.number().int().min(0).max(600_000).optional()

export const faultChange = z.strictObject({
  latency_ms: waitMs,
  requests_at_once: z.number().int().min(0).max(1000).optional(),
  list_lag_ms: waitMs,
  queue_ms: z.number().int().min(0).max(86_400_000).optional(),
  sign_in_refused: z.boolean().optional(),
  rate_429: share,
  error_before: share,
  error_after: share,
  hang_before: share,
  hang: share,
  reset_before: share,
  reset: share,
  receipts_lost: share,
  receipts_early: share,
  receipts_doubled: share,
  receipts_shuffled: share,
  until_count: z.number().int().min(1).nullable().optional(),
  until_ms: z.number().int().min(1).nullable().optional(),
})

const behaviour = z.enum(BEHAVIOURS)
const name = z.string().max(60)

export const newHandset = z.strictObject({
  number: z.string(),
  name: name.optional(),
  behaviour: behaviour.optional(),
})
export const handsetChange = z.strictObject({ name: name.optional(), behaviour: behaviour.optional() })
export const handsetReply = z.strictObject({ body: z.string().min(1).max(1600), to: z.string().optional() })
export const receiptRepeat = z.strictObject({
  times: z.number().int().min(1).max(20).default(1),
  /** Which of the message's receipts; the last one when left out. */
  receipt: z.number().int().min(0).default(-1),
})

export async function readBody<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
): Promise<{ value: z.output<Schema> } | { detail: string }> {
  const text = await c.req.text()
  let json: unknown
  try {
    json = JSON.parse(text || '{}')
  } catch {
    return { detail: 'The body is not JSON.' }
  }
  const parsed = schema.safeParse(json)
  return parsed.success ? { value: parsed.data } : { detail: z.prettifyError(parsed.error) }
}
