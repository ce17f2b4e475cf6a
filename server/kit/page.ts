import { z } from '@hono/zod-openapi'
import type { FieldError } from './problem.ts'

export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(100).optional().openapi({ description: 'The `next` of the page before.' }),
})

export const NO_CURSOR: FieldError = { pointer: '/after', detail: 'Not the `next` of an earlier page.' }

/** One page of a list; `next` is null on the last. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}

/** Asks for one row more than the page holds: whether it came says if there is another page. */
export function toPage<Row extends { id: string }>(rows: Row[], limit: number): { rows: Row[]; next: string | null } {
  const page = rows.slice(0, limit)
  return { rows: page, next: rows.length > limit ? page.at(-1)!.id : null }
}
