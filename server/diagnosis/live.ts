import { isPremiumOrSatellite } from '../../shared/phone.ts'
import { type Channel, isOn } from '../../shared/preferences.ts'
import type { Recipient } from '../alerts/recipients.ts'
import { isEverywhere } from '../consent/everywhere.ts'
import { findOptOut, type OptOut } from '../consent/opt-outs.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'
import { type Facts, readFacts } from '../messages/facts.ts'
import type { ChannelFacts } from '../messages/gate.ts'
import { readFactsOf } from '../messages/store.ts'
import { openNumber } from '../people/phones.ts'
import { readWhole } from '../settings/above.ts'
import { isCountryAllowed } from '../settings/countries.ts'
import { activeOf, isRedirecting } from '../settings/current.ts'
import { costOf, pricesOf } from '../spend/prices.ts'
import { narrowest, readToday } from '../spend/today.ts'
import type { RuleId } from './rules.ts'

/** A phone as far as it is known: that of a person, or the one that a text was meant for. */
export interface Phone {
  hash: Buffer
  e164: string | null
  country: string | null
}

/** How things stand at this moment, for one number or none. */
export interface Standing {
  facts: Facts
  channel: ChannelFacts
  optOut: OptOut | null
  /** Stopped by an entry that is not this workspace's own. */
  stoppedAbove: boolean
  premium: boolean
  country: string | null
  redirecting: boolean
  mailServer: boolean
  cap: { micros: number; left: number } | null
  /** What one more text would cost. */
  costMicros: number
}

export async function readStanding(
  context: Context,
  workspaceId: string,
  number: Phone | null,
  segments = 1,
): Promise<Standing> {
  const current = await readWhole(context, workspaceId)
  const cost = costOf(await pricesOf(context), number?.country ?? null, segments)
  const inherits = activeOf(current)?.inherited === true
  const stoppedAbove = number !== null && (await isStoppedAbove(context, workspaceId, number.hash, inherits))
  return context.db.tenant(workspaceId, async (tx) => {
    const facts = await readFacts(context, tx, workspaceId)
    const { channel } = await readFactsOf(tx, workspaceId, [])
    const today = await readToday(tx, workspaceId, context.now())
    return {
      facts,
      channel,
      optOut: number ? ((await findOptOut(tx, workspaceId, number.hash)) ?? null) : null,
      stoppedAbove,
      premium: number?.e164 != null && isPremiumOrSatellite(number.e164),
      country: number?.country ?? null,
      redirecting: current.above?.redirecting === true || isRedirecting(current.settings, context.now()),
      mailServer: context.installation.mail() !== null,
      cap: narrowest(today),
      costMicros: cost.micros,
    }
  })
}

/** As begin asks: an entry of the installation stands for those who send through its connection, or for all. */
async function isStoppedAbove(
  context: Context,
  workspaceId: string,
  hash: Buffer,
  inherits: boolean,
): Promise<boolean> {
  if (workspaceId === INSTALLATION) return false
  return context.db.tenant(INSTALLATION, async (tx: Tx) => {
    const entry = await findOptOut(tx, INSTALLATION, hash)
    if (!entry) return false
    return inherits || (entry.scope === 'everywhere' && (await isEverywhere(tx)))
  })
}

export async function numberOf(context: Context, workspaceId: string, person: Recipient): Promise<Phone | null> {
  const { id, phone_source, number_hash, number_sealed, country } = person
  if (!number_hash || !number_sealed) return null
  const sealer = await context.keys.forWorkspace(workspaceId)
  const e164 = openNumber({ person_id: id, source: phone_source as never, number_sealed }, sealer)
  return { hash: number_hash, e164, country }
}

export type Answer = 'yes' | 'no'

/** Where nothing is on record: the first rule that says no now. */
export function firstNo(rules: readonly RuleId[], now: ReadonlyMap<RuleId, Answer>): RuleId | null {
  return rules.find((rule) => now.get(rule) === 'no') ?? null
}

/** What each rule would say now; one that only a text itself can answer is left out. */
export function answersNow(
  standing: Standing,
  person: Recipient | null,
  eventType: string | null,
  channel: Channel,
): ReadonlyMap<RuleId, Answer> {
  const said: [RuleId, boolean | null][] = [
    ['wants', person && eventType ? isOn(person.choices, eventType, channel) : null],
    ...(person ? ofPerson(person) : []),
    ['mail_server', standing.mailServer],
    ...ofChannel(standing),
  ]
  return new Map(said.flatMap(([rule, yes]) => (yes === null ? [] : [[rule, yes ? 'yes' : 'no'] as const])))
}

function ofPerson({ active, user_id, email, reach, sms_on, number_hash }: Recipient): [RuleId, boolean | null][] {
  const hasNumber = number_hash !== null && reach !== 'malformed'
  return [
    ['known_person', true],
    ['active', active],
    ['has_account', user_id !== null],
    ['has_address', email !== null],
    ['has_number', hasNumber],
    ['verified', hasNumber ? reach !== 'unverified' : null],
    ['preference', sms_on],
  ]
}

function ofChannel(standing: Standing): [RuleId, boolean | null][] {
  const { channel, facts, optOut, stoppedAbove, premium, country, cap, costMicros, redirecting } = standing
  return [
    ['not_suspended', !channel.suspended],
    ['settings_ready', channel.connected],
    ['channel_on', channel.enabled],
    ['sender', channel.hasSender],
    ['not_opted_out', optOut === null && !stoppedAbove],
    ['country', !premium && isCountryAllowed(channel.countries, country)],
    ['released', !facts.paused],
    ['accepted_account', facts.waiting === null],
    ['cap', cap === null || costMicros <= cap.left],
    ['own_phone', !redirecting],
  ]
}
