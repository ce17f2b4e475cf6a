import type { z } from '@hono/zod-openapi'
import { readPhone } from '../../shared/phone.ts'
import { charactersForcingUcs2, countSegments } from '../../shared/sms/segments.ts'
import type { Actor, Context } from '../kit/context.ts'
import { invalid } from '../kit/problem.ts'
import { costOf, pricesOf } from '../spend/prices.ts'
import { previewOptOutLine } from './opt-out-line.ts'
import { messageInput, type previewInput, type previewOut } from './schema.ts'

type Input = z.infer<typeof previewInput>

/** What sending a text would take, and cost: to the given number's country, or else to the dearest. */
export async function previewText(context: Context, actor: Actor, input: Input): Promise<z.infer<typeof previewOut>> {
  const country = input.to === undefined ? null : countryOf(input.to)
  const line = await lineOf(context, actor, input)
  const body = line === null ? input.body : `${input.body}\n${line}`
  const counted = countSegments(body, { smartEncoding: input.smart_encoding ?? false })
  return {
    encoding: counted.encoding,
    segments: counted.segments,
    units: counted.units,
    units_per_segment: counted.unitsPerSegment,
    characters: counted.characters,
    too_long: input.body !== '' && !messageInput.shape.body.safeParse(body).success,
    forces_ucs2: charactersForcingUcs2(body),
    cost: costOf(await pricesOf(context), country, counted.segments),
    opt_out_line: line,
  }
}

/** Whose language it is in is told only to those who may know of people. */
async function lineOf(context: Context, actor: Actor, { class: name, ...input }: Input): Promise<string | null> {
  if (!name) return null
  const to = actor.permissions.has('people.read') ? (input.to ?? null) : null
  return previewOptOutLine(context, actor.workspaceId, { ...input, class: name, to })
}

function countryOf(typed: string): string | null {
  const phone = readPhone(typed)
  if (!phone.ok) throw invalid([{ pointer: '/to', detail: phone.text }])
  return phone.country
}
