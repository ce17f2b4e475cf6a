import type { Context as HonoContext } from 'hono'
import type { z } from 'zod'
import type { Context } from '../kit/context.ts'
import { invalid } from '../kit/problem.ts'
import { type Env, pointer } from '../kit/route.ts'
import { refuseForeignPage } from '../workspaces/sign-in.ts'

/** A request that a page of ours made, in the shape that is wanted. */
export async function readOwn<Shape extends z.ZodType>(
  c: HonoContext<Env>,
  context: Context,
  shape: Shape,
): Promise<z.infer<Shape>> {
  refuseForeignPage(c.req.raw.headers, context.publicUrl())
  const read = shape.safeParse(await c.req.json().catch(() => null))
  if (read.success) return read.data
  throw invalid(read.error.issues.map(({ path, message }) => ({ pointer: pointer(path), detail: message })))
}

export function answer(c: HonoContext<Env>, body: object) {
  c.header('cache-control', 'no-store')
  return c.json(body, 200)
}
