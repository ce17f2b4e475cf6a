import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'

export interface Price {
  country: string
  microsPerSegment: number
  currency: string
  /** A figure that came with Handset and that nobody has confirmed. */
  sample: boolean
  updatedAt: Date
}

export interface PriceTable {
  byCountry: ReadonlyMap<string, Price>
  /** What a country without a price of its own is counted at, so that it never costs more than was reserved. */
  dearest: Price
}

interface Cost {
  micros: number
  currency: string
  /** True while it rests on a sample figure or on a guess at the country. */
  estimate: boolean
}

const KEPT_MS = 30_000
const kept = new WeakMap<Context, { table: PriceTable; readAtMs: number }>()

/** The installation's prices, read at most every 30 seconds; an edit made in this process counts at once. */
export async function pricesOf(context: Context): Promise<PriceTable> {
  const known = kept.get(context)
  const nowMs = context.now().getTime()
  if (known && Math.abs(nowMs - known.readAtMs) < KEPT_MS) return known.table
  const table = toTable(await context.db.signIn((tx) => readPrices(tx)))
  kept.set(context, { table, readAtMs: nowMs })
  return table
}

export function costOf(prices: PriceTable, country: string | null, segments: number): Cost {
  const own = country === null ? undefined : prices.byCountry.get(country)
  const price = own ?? prices.dearest
  return { micros: price.microsPerSegment * segments, currency: price.currency, estimate: !own || own.sample }
}

/** One row more than `limit` when there are more. */
export async function readPrices(tx: Tx, page: { after?: string; limit?: number } = {}): Promise<Price[]> {
  const rows = await tx.rows<Row>('prices_read', `${SELECT} where country > $1 order by country limit $2`, [
    page.after ?? '',
    page.limit === undefined ? null : page.limit + 1,
  ])
  return rows.map(toPrice)
}

export async function findPrice(tx: Tx, country: string): Promise<Price | undefined> {
  const rows = await tx.rows<Row>('price_find', `${SELECT} where country = $1`, [country])
  return rows.map(toPrice)[0]
}

/** Sets a price that the operator vouches for. */
export async function setPrice(context: Context, country: string, microsPerSegment: number): Promise<Price> {
  const price = await context.db.signIn(async (tx) => {
    await tx.rows(
      'price_set',
      `insert into prices (country, micros_per_segment) values ($1, $2)
       on conflict (country) do update set micros_per_segment = $2, sample = false, updated_at = now()`,
      [country, microsPerSegment],
    )
    return findPrice(tx, country)
  })
  kept.delete(context)
  return price!
}

interface Row {
  country: string
  micros_per_segment: number
  currency: string
  sample: boolean
  updated_at: Date
}

const SELECT =
  'select country, micros_per_segment::float8 as micros_per_segment, currency, sample, updated_at from prices'

function toPrice(row: Row): Price {
  return {
    country: row.country,
    microsPerSegment: row.micros_per_segment,
    currency: row.currency,
    sample: row.sample,
    updatedAt: row.updated_at,
  }
}

function toTable(prices: Price[]): PriceTable {
  const [first, ...rest] = prices
  // Counting an unknown price as nothing would let every text past every cap.
  if (!first) throw new Error('there are no prices: nothing can be counted against a cap')
  const dearest = rest.reduce((most, price) => (price.microsPerSegment > most.microsPerSegment ? price : most), first)
  return { byCountry: new Map(prices.map((price) => [price.country, price])), dearest }
}
