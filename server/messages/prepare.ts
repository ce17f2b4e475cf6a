import { isPremiumOrSatellite, readPhone } from '../../shared/phone.ts'
import { countSegments } from '../../shared/sms/segments.ts'
import type { Context } from '../kit/context.ts'
import { newId } from '../kit/id.ts'
import { type FieldError, invalid } from '../kit/problem.ts'
import { costOf, type PriceTable } from '../spend/prices.ts'
import { CLASS_RULES } from './classes.ts'
import type { MessageClass, MessageInput } from './schema.ts'

/** A text ready to be judged and stored: parsed, counted, priced and sealed, all before a transaction opens. */
export interface Prepared {
  id: string
  class: MessageClass
  toHash: Buffer
  toSealed: Buffer
  country: string | null
  premium: boolean
  bodySealed: Buffer
  encoding: 'GSM-7' | 'UCS-2'
  segments: number
  eventType: string
  occurredAt: string | null
  url: string | null
  costMicros: number
  currency: string
  validForSeconds: number
  retryOf: string | null
  /** Who says that this number may be texted: the caller, or the recipient, whose text it answers. */
  vouchedBy: 'caller' | 'reply'
}

type Wanted = Omit<MessageInput, 'class'> & { class: MessageClass; retryOf?: string }

/** @throws {Problem} 422 naming every text of `inputs` that cannot be one; `base` is where they stand in the request. */
export async function prepare(
  context: Context,
  workspaceId: string,
  inputs: Wanted[],
  prices: PriceTable,
  base = '',
): Promise<Prepared[]> {
  const sealer = await context.keys.forWorkspace(workspaceId)
  const errors: FieldError[] = []
  const prepared: Prepared[] = []
  inputs.forEach((input, i) => {
    const at = inputs.length > 1 || base ? `${base}/${i}` : ''
    const phone = readPhone(input.to)
    if (!phone.ok) {
      errors.push({ pointer: `${at}/to`, detail: phone.text })
      return
    }
    const { encoding, segments } = countSegments(input.body)
    const id = newId('msg')
    const { country } = phone
    const cost = costOf(prices, country, segments)
    const rules = CLASS_RULES[input.class]
    prepared.push({
      id,
      class: input.class,
      toHash: context.keys.hashNumber(phone.e164),
      toSealed: sealer.seal(`messages.to|${id}`, phone.e164),
      country,
      premium: isPremiumOrSatellite(phone.e164),
      bodySealed: sealer.seal(`messages.body|${id}`, input.body),
      encoding,
      segments,
      eventType: input.event_type ?? rules.eventType,
      occurredAt: input.occurred_at ?? null,
      url: input.url ?? null,
      costMicros: cost.micros,
      currency: cost.currency,
      validForSeconds: rules.validForSeconds,
      retryOf: input.retryOf ?? null,
      vouchedBy: 'caller',
    })
  })
  if (errors.length) throw invalid(errors)
  return prepared
}
