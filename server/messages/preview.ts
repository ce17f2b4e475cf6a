import type { z } from '@hono/zod-openapi'
import { readPhone } from '../../shared/phone.ts'
import { charactersForcingUcs2, countSegments } from '../../shared/sms/segments.ts'
import { invalid } from '../kit/problem.ts'
import { costOf, type PriceTable } from '../spend/prices.ts'
import { messageInput, type previewInput, type previewOut } from './schema.ts'

/** What sending a text would take, and cost: to the given number's country, or else to the dearest. */
export function previewText(prices: PriceTable, input: z.infer<typeof previewInput>): z.infer<typeof previewOut> {
  const counted = countSegments(input.body, { smartEncoding: input.smart_encoding ?? false })
  return {
    encoding: counted.encoding,
    segments: counted.segments,
    units: counted.units,
    units_per_segment: counted.unitsPerSegment,
    characters: counted.characters,
    too_long: input.body !== '' && !messageInput.shape.body.safeParse(input.body).success,
    forces_ucs2: charactersForcingUcs2(input.body),
    cost: costOf(prices, input.to === undefined ? null : countryOf(input.to), counted.segments),
  }
}

function countryOf(typed: string): string | null {
  const phone = readPhone(typed)
  if (!phone.ok) throw invalid([{ pointer: '/to', detail: phone.text }])
  return phone.country
}
