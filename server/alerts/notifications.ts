import { isPremiumOrSatellite } from '../../shared/phone.ts'
import { type Channel, isMailStopped } from '../../shared/preferences.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { newId } from '../kit/id.ts'
import type { Sealer } from '../kit/seal.ts'
import { type Link, linkAddress, newCode } from '../links/links.ts'
import { judge } from '../messages/gate.ts'
import type { Notification } from '../messages/notify.ts'
import { bodyPurpose, type Letter, type LetterHeaders } from '../messages/show.ts'
import { type Facts, readFactsOf } from '../messages/store.ts'
import { type MailWays, mailWaysOf } from '../people/mail-links.ts'
import { openNumber } from '../people/phones.ts'
import { costOf, type PriceTable, pricesOf } from '../spend/prices.ts'
import { CATALOG } from '../templates/catalog.ts'
import { type Alert, renderAlert } from '../templates/render.ts'
import { type Scope, scopeFor, scopeOf } from '../templates/scope.ts'
import { inCatalog, newestVersions, wordingOf } from '../templates/versions.ts'
import type { Wording } from '../templates/wording.ts'
import type { Payload } from './accept-events.ts'
import type { Told } from './decide.ts'
import type { Decided, Taken } from './process.ts'
import type { People, Recipient } from './recipients.ts'

/** All that is the same for every message of a batch. */
export interface Workshop {
  context: Context
  sealer: Sealer
  facts: Facts
  prices: PriceTable
  house: House
  wordings: ReadonlyMap<string, { wording: Wording; version: number }>
}

/** In its words goes out what a trigger would say in those of a template that is no more. */
const ANY_EVENT = inCatalog('property_change')

interface House {
  workspace_id: string
  name: string
  name_in_texts: string | null
  support_contact: string | null
  titles: boolean
  segments: number
  /** What it calls its own types of events. */
  types: Record<string, string> | null
}

/** The messages and links of a batch of events: rendered, judged, sealed and priced, and not stored yet. */
export async function makeNotifications(
  context: Context,
  tx: Tx,
  workspaceId: string,
  decided: Decided[],
  people: People,
): Promise<{ notifications: Notification[]; links: Link[] }> {
  const told = decided.flatMap(({ decision }) => decision.told)
  if (told.length === 0) return { notifications: [], links: [] }
  const hashes = told.flatMap(({ recipient, channels }) =>
    channels.includes('sms') && recipient.number_hash ? [recipient.number_hash] : [],
  )
  const wordings = await readWordings(tx, workspaceId, [...new Set(told.map(({ trigger }) => trigger.template))])
  const workshop = await openWorkshop(context, tx, workspaceId, hashes, wordings)
  const made = decided.map((one) => makeForEvent(workshop, one, people))
  return { notifications: made.flatMap((one) => one.notifications), links: made.flatMap((one) => one.links) }
}

export async function openWorkshop(
  context: Context,
  tx: Tx,
  workspaceId: string,
  hashes: Buffer[],
  wordings: Workshop['wordings'],
): Promise<Workshop> {
  return {
    context,
    sealer: await context.keys.forWorkspace(workspaceId),
    facts: await readFactsOf(tx, workspaceId, hashes),
    prices: await pricesOf(context),
    house: await readHouse(tx, workspaceId),
    wordings,
  }
}

/** A version of 0 is the catalog's. */
async function readWordings(tx: Tx, workspaceId: string, keys: string[]): Promise<Workshop['wordings']> {
  const newest = await newestVersions(tx, workspaceId, keys)
  return new Map(
    keys.map((key) => {
      const row = newest.get(key)
      return [key, { wording: wordingOf(CATALOG.get(key) ?? ANY_EVENT, row), version: row?.version ?? 0 }]
    }),
  )
}

async function readHouse(tx: Tx, workspaceId: string): Promise<House> {
  const [house] = await tx.rows<House>(
    'alerts_house',
    `select w.workspace_id, w.name, w.support_contact, s.name_in_texts, coalesce(s.titles_in_texts, false) as titles,
       coalesce(s.alert_segments, 2) as segments,
       (select jsonb_object_agg(t.type, t.name) from event_types t where t.workspace_id = w.workspace_id) as types
     from workspaces w left join sms_settings s on s.workspace_id = w.workspace_id where w.workspace_id = $1`,
    [workspaceId],
  )
  return house!
}

function makeForEvent(workshop: Workshop, one: Decided, people: People) {
  const { event, payload, decision } = one
  const { url } = payload.entity
  const scope = scopeOfEvent(workshop, event, payload, people)
  const links: Link[] = []
  const notifications = decision.told.flatMap((told) => {
    const groupId = newId('ntf')
    const link = url && { code: newCode(), target: url, groupId, personId: told.recipient.id }
    if (link) links.push(link)
    const address = link ? linkAddress(workshop.context.publicUrl(), link.code, link.target) : null
    return messagesTo(workshop, one, told, { groupId, scope, address })
  })
  return { notifications, links }
}

/** The event as its templates see it. */
export function scopeOfEvent(
  { house }: Workshop,
  event: Pick<Taken, 'type' | 'occurred_at'>,
  payload: Payload,
  people: People,
): Scope {
  const { identifier, title, id } = payload.entity
  const actor = payload.actor === undefined ? undefined : people.find(payload.actor)
  return scopeOf({
    installation: { name: house.name_in_texts ?? house.name },
    workspace: { name: house.name },
    event: { type: event.type, name: house.types?.[event.type], occurred_at: event.occurred_at.toISOString() },
    entity: { ...payload.entity, identifier: identifier ?? title ?? id },
    before: payload.before,
    after: payload.after,
    actor: actor && { name: nameOf(actor), first_name: actor.first_name },
  })
}

interface Way {
  groupId: string
  scope: Scope
  address: string | null
}

function messagesTo(workshop: Workshop, one: Decided, told: Told, { groupId, scope, address }: Way): Notification[] {
  const { recipient, trigger } = told
  const { version } = workshop.wordings.get(trigger.template)!
  const ways = mailWays(workshop, recipient, one.event.type)
  const alert = alertFor(workshop, recipient, trigger.template, { scope, address, ways })
  const { event, payload } = one
  const common = {
    personId: recipient.id,
    eventId: event.id,
    triggerId: trigger.id,
    template: `${trigger.template}@${version}`,
    groupId,
    eventType: event.type,
    occurredAt: event.occurred_at,
    url: payload.entity.url ?? null,
    madeBy: { kind: event.made_by_kind, id: event.made_by_id, name: event.made_by_name },
    ...NO_TEXT,
  }
  const make = (channel: Channel, insteadOf: string | null): Notification[] => {
    const id = newId('msg')
    const made = MAKE[channel](workshop, id, recipient, alert, { entity: payload.entity, ways })
    const urgent = trigger.urgent && channel !== 'in_app'
    return made ? [{ ...common, id, channel, urgent, insteadOf, ...made }] : []
  }
  const messages = told.channels.flatMap((channel) => make(channel, null))
  const text = messages.find(({ channel, status }) => channel === 'sms' && status === 'skipped')
  if (!trigger.urgent || !text || told.channels.includes('email')) return messages
  if (isMailStopped(recipient.mail_stopped, event.type)) return messages
  // Kept where nobody reads it, a mail would stand in the way of the inbox, which is next.
  if (workshop.context.installation.mail() === null) return messages
  // At once: what is urgent does not wait for the loop that looks for what failed later (fall-through.ts).
  const [mail] = make('email', text.id)
  if (mail) text.insteadBy = { id: mail.id, channel: 'email' }
  return mail ? [...messages, mail] : messages
}

/** Where somebody chooses what they get: members in the console, everybody by the link of a mail. */
export function mailWays({ context, house }: Workshop, { id, user_id }: Recipient, eventType: string): MailWays {
  const whom = { workspaceId: house.workspace_id, personId: id, member: user_id !== null }
  return mailWaysOf(context, { ...whom, eventType })
}

/** What one person is told, in a wording of the workshop. */
export function alertFor(
  { house, wordings }: Workshop,
  recipient: Recipient,
  ref: string,
  { scope, address, ways }: Pick<Way, 'scope' | 'address'> & { ways: MailWays },
): Alert {
  const filled = scopeFor(scope, { person: recipient, link: address, ...ways })
  const options = { maxSegments: house.segments, titles: house.titles, link: address }
  return renderAlert(ref.split('@')[0]!, wordings.get(ref)!.wording, filled, options)
}

export const NO_TEXT = {
  toHash: null,
  toSealed: null,
  country: null,
  encoding: null,
  segments: 0,
  costMicros: 0,
  currency: 'USD',
  vouchedBy: 'directory',
  skipReason: null,
} as const

type Made = Pick<Notification, 'status' | 'bodySealed'> & Partial<Notification>

interface About {
  entity: Payload['entity']
  ways: MailWays
}

type Make = (workshop: Workshop, id: string, to: Recipient, alert: Alert, about: About) => Made | null
type MakeMail = (workshop: Workshop, id: string, to: Recipient, mail: Pick<Alert, 'email'>, about: About) => Made | null

export const MAKE: Record<Channel, Make> & { email: MakeMail } = {
  in_app: ({ sealer }, id, _, { email, sms }, { entity: { identifier } }) => ({
    status: 'delivered',
    bodySealed: sealLetter(sealer, id, {
      subject: email.subject,
      text: sms.description,
      ...(identifier && { identifier }),
    }),
  }),
  email: ({ context, sealer, house }, id, { email: address }, { email }, { entity, ways }) =>
    address === null
      ? null
      : {
          status: 'queued',
          bodySealed: sealLetter(sealer, id, { ...email, headers: headersOf(context, house, entity, ways) }),
          toSealed: sealer.seal(`messages.to|${id}`, address),
        },
  sms: makeText,
}

/** From whom a mail comes, what answers it goes to, what it belongs to, and how to have no more of them. */
function headersOf(
  { keys }: Context,
  house: House,
  entity: Payload['entity'],
  { unsubscribeUrl }: MailWays,
): LetterHeaders {
  const contact = house.support_contact?.trim()
  return {
    from: house.name,
    replyTo: contact && /^[^\s@<>]+@[^\s@<>]+$/.test(contact) ? contact : null,
    thread: keys.hashNumber(`mail-thread|${house.workspace_id}|${entity.type}|${entity.id}`).toString('hex', 0, 16),
    unsubscribe: unsubscribeUrl,
  }
}

function sealLetter(sealer: Sealer, id: string, letter: Letter): Buffer {
  return sealer.seal(bodyPurpose(id), JSON.stringify(letter))
}

function makeText({ sealer, facts, prices }: Workshop, id: string, to: Recipient, { sms }: Alert): Made {
  const number = to.number_hash && to.number_sealed ? openNumber(ownNumber(to), sealer) : null
  const optedOut = to.number_hash !== null && facts.optedOut.has(to.number_hash.toString('latin1'))
  const reason =
    whyNoText(to) ??
    judge(facts.channel, {
      optedOut,
      premium: number !== null && isPremiumOrSatellite(number),
      country: to.country,
    })
  const cost = costOf(prices, to.country, sms.segments)
  return {
    status: reason ? 'skipped' : 'queued',
    skipReason: reason,
    bodySealed: sealer.seal(bodyPurpose(id), sms.text),
    ...(number !== null && { toHash: to.number_hash, toSealed: sealer.seal(`messages.to|${id}`, number) }),
    country: to.country,
    encoding: sms.encoding,
    segments: sms.segments,
    costMicros: cost.micros,
    currency: cost.currency,
    vouchedBy: to.phone_source === 'self' ? 'person' : 'directory',
  }
}

/** Before anything that is asked of the channel: what is missing at the person themselves. */
function whyNoText({ reach, sms_on, number_hash }: Recipient) {
  if (number_hash === null || reach === 'malformed') return 'no_phone'
  if (reach === 'unverified') return 'unverified'
  return sms_on ? null : 'preference_off'
}

function ownNumber({ id, phone_source, number_sealed }: Recipient) {
  return { person_id: id, source: phone_source!, number_sealed: number_sealed! }
}

function nameOf({ first_name, last_name }: Recipient): string {
  return `${first_name} ${last_name}`.trim()
}
