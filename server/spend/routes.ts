import { createRoute, z } from '@hono/zod-openapi'
import { isSupportedCountry } from 'libphonenumber-js/max'
import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import { INSTALLATION } from '../kit/id.ts'
import { NO_CURSOR, pageOf, pageQuery, toPage } from '../kit/page.ts'
import { allow, body, json, newRoutes, operatorOnly, problems } from '../kit/route.ts'
import { findPrice, type Price, pricesOf, readPrices, setPrice } from './prices.ts'
import { priceInput, priceOut, spendInput, spendOut } from './schema.ts'
import { readToday, setDailyCap } from './today.ts'

const countryParam = z.object({
  country: z.string().refine(isSupportedCountry, 'Not a country: two letters as in US or DE.'),
})

const pricesQuery = pageQuery.extend({
  after: z
    .string()
    .regex(/^[A-Z]{2}$/, NO_CURSOR.detail)
    .optional(),
})

export const spendRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/spend',
      summary: "The day's cap and what is used of it",
      responses: { 200: json(spendOut, 'Today'), ...problems },
    }),
    async (c) => c.json(await readSpend(c.var.context, allow(c, 'spend.read')), 200),
  )
  .openapi(
    createRoute({
      method: 'put',
      path: '/v1/spend',
      summary: 'Set or lift the cap',
      request: body(spendInput),
      responses: { 200: json(spendOut, 'Today, under the new cap'), ...problems },
    }),
    async (c) => {
      const actor = allow(c, 'spend.write')
      const { daily_cap_micros } = c.req.valid('json')
      await c.var.context.db.tenant(actor.workspaceId, (tx) => setDailyCap(tx, actor, daily_cap_micros))
      return c.json(await readSpend(c.var.context, actor), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/spend/prices',
      summary: 'What a segment costs, by country',
      request: { query: pricesQuery },
      responses: { 200: json(pageOf(priceOut), 'One page'), ...problems },
    }),
    async (c) => {
      allow(c, 'spend.read')
      const { after, limit } = c.req.valid('query')
      const prices = await c.var.context.db.signIn((tx) => readPrices(tx, { after: after ?? '', limit }))
      const page = toPage(
        prices.map((price) => ({ id: price.country, price })),
        limit,
      )
      return c.json({ items: page.rows.map(({ price }) => shown(price)), next: page.next }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'put',
      path: '/v1/spend/prices/{country}',
      summary: 'Set the price of a segment; for the operator',
      request: { params: countryParam, ...body(priceInput) },
      responses: { 200: json(priceOut, 'The price from now on'), ...problems },
    }),
    async (c) => {
      const actor = operatorOnly(c)
      const { country } = c.req.valid('param')
      const { micros_per_segment } = c.req.valid('json')
      return c.json(shown(await changePrice(c.var.context, actor, country, micros_per_segment)), 200)
    },
  )

async function readSpend(context: Context, actor: Actor): Promise<z.infer<typeof spendOut>> {
  const { dearest } = await pricesOf(context)
  const today = await context.db.tenant(actor.workspaceId, (tx) => readToday(tx, actor.workspaceId, context.now()))
  return {
    daily_cap_micros: today.dailyCapMicros,
    currency: dearest.currency,
    day: today.day,
    committed_micros: today.committedMicros,
    segments: today.segments,
    operator_cap: today.operator && {
      micros: today.operator.capMicros,
      committed_micros: today.operator.committedMicros,
    },
    resets_at: today.resetsAt.toISOString(),
  }
}

/**
 * Prices belong to the installation and are written by another role than the record in its log, so in another
 * transaction, and after it: there may be a record of a change that came to nothing, never a change without one.
 */
async function changePrice(context: Context, actor: Actor, country: string, microsPerSegment: number): Promise<Price> {
  await context.db.tenant(INSTALLATION, async (tx) => {
    const before = await findPrice(tx, country)
    const changes = { micros_per_segment: { from: before?.microsPerSegment ?? null, to: microsPerSegment } }
    const whose = { ...actor, workspaceId: INSTALLATION }
    await recordChange(tx, whose, { action: 'price.changed', target: country, changes })
  })
  return setPrice(context, country, microsPerSegment)
}

function shown(price: Price): z.infer<typeof priceOut> {
  return {
    country: price.country,
    micros_per_segment: price.microsPerSegment,
    currency: price.currency,
    sample: price.sample,
    updated_at: price.updatedAt.toISOString(),
  }
}
