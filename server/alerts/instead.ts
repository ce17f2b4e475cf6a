import { type Channel, isMailStopped } from '../../shared/preferences.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { newId } from '../kit/id.ts'
import { linkAddress, linksOfGroups } from '../links/links.ts'
import type { FellTo } from '../messages/fell-to.ts'
import { type Notification, storeNotifications } from '../messages/notify.ts'
import { pinnedWordings } from '../templates/versions.ts'
import { openPayload } from './events.ts'
import { alertFor, MAKE, mailWays, NO_TEXT, openWorkshop, scopeOfEvent, type Workshop } from './notifications.ts'
import type { Taken } from './process.ts'
import { type People, type Recipient, readPeople } from './recipients.ts'

/** A message that an event caused and that did not arrive. */
export interface Fallen {
  id: string
  channel: Channel
  skip_reason: string | null
  person_id: string
  event_id: string
  trigger_id: string
  template: string
  group_id: string
}

/** What came of it. */
export interface Instead {
  id: string
  fellTo: FellTo
  insteadBy: string | null
}

/** Where to next, until there is no other. */
const NEXT: Record<Channel, Channel[]> = { sms: ['email', 'in_app'], email: ['in_app'], in_app: [] }

/**
 * Makes what goes instead, in the words of before and for the person as they are now. Where they were told by that channel
 * anyway, that stands for it, and nothing goes twice.
 */
export async function makeInstead(context: Context, tx: Tx, workspaceId: string, fallen: Fallen[]): Promise<Instead[]> {
  const { people, events, ...shop } = await readWhatFor(context, tx, workspaceId, fallen)
  const made = fallen.map((one) => {
    const recipient = people.find(one.person_id)
    const event = events.get(one.event_id)
    const why = whyNothing(one, recipient, event)
    const channel = why ? undefined : NEXT[one.channel].find((next) => REACHES[next](recipient!, event!.type, context))
    if (!channel) return { one, fellTo: why ?? ('nowhere' as const), notification: null }
    const notification = makeOne({ ...shop, people }, one, { recipient: recipient!, event: event!, channel })
    return { one, fellTo: channel as FellTo, notification }
  })
  await storeNotifications(
    tx,
    workspaceId,
    made.flatMap(({ notification }) => notification ?? []),
  )
  const ids = await findStored(
    tx,
    workspaceId,
    made.filter(({ notification }) => notification !== null).map(({ one, fellTo }) => keyOf(one, fellTo)),
  )
  return made.map(({ one, fellTo, notification }) => ({
    id: one.id,
    fellTo,
    insteadBy: notification && (ids.get(keyOf(one, fellTo)) ?? null),
  }))
}

/** The mail that somebody asks for in place of a text; null where what it was about is gone. */
export async function makeMailOfEvent(context: Context, tx: Tx, by: Actor, one: Fallen): Promise<Notification | null> {
  const { people, events, ...shop } = await readWhatFor(context, tx, by.workspaceId, [one])
  const [recipient, event] = [people.find(one.person_id), events.get(one.event_id)]
  if (!recipient || !event) return null
  return makeOne({ ...shop, people }, one, { recipient, event, channel: 'email', by })
}

function whyNothing(one: Fallen, recipient: Recipient | undefined, event: Taken | undefined): FellTo | null {
  if (one.skip_reason === 'redirect_limit') return 'redirected'
  if (!recipient || !event) return 'gone'
  return recipient.active ? null : 'inactive'
}

const REACHES: Record<Channel, (recipient: Recipient, type: string, context: Context) => boolean> = {
  // Without a mail server a mail is kept in the history, where nobody is told by it.
  email: ({ email, mail_stopped }, type, { installation }) =>
    installation.mail() !== null && email !== null && !isMailStopped(mail_stopped, type),
  in_app: ({ user_id }) => user_id !== null,
  sms: () => false,
}

/** As storing knows one that was told already. */
function keyOf({ event_id, person_id }: Fallen, channel: string): string {
  return `${event_id}|${person_id}|${channel}`
}

async function findStored(tx: Tx, workspaceId: string, keys: string[]): Promise<Map<string, string>> {
  const rows = await tx.rows<{ id: string; dedupe_key: string }>(
    'instead_stored',
    'select id, dedupe_key from messages where workspace_id = $1 and dedupe_key = any($2::text[])',
    [workspaceId, keys],
  )
  return new Map(rows.map(({ id, dedupe_key }) => [dedupe_key, id]))
}

async function readWhatFor(context: Context, tx: Tx, workspaceId: string, fallen: Fallen[]) {
  const rows = await tx.rows<Taken>('instead_events', EVENTS, [workspaceId, fallen.map(({ event_id }) => event_id)])
  const wordings = await pinnedWordings(tx, workspaceId, [...new Set(fallen.map(({ template }) => template))])
  const workshop = await openWorkshop(context, tx, workspaceId, [], wordings)
  const payloads = new Map(rows.map((row) => [row.id, openPayload(row, workshop.sealer)]))
  const people = await readPeople(
    tx,
    workspaceId,
    fallen.flatMap(({ event_id, person_id }) => {
      const payload = payloads.get(event_id)
      const recipients = { roles: [], people: [person_id], groups: [], managers_of: [] }
      return payload ? [{ payload, triggers: [{ recipients }] }] : []
    }),
  )
  const links = await linksOfGroups(
    tx,
    workspaceId,
    fallen.map(({ group_id }) => group_id),
  )
  return { workshop, payloads, people, links, events: new Map(rows.map((row) => [row.id, row])) }
}

const EVENTS = `
select id, type, payload_sealed, occurred_at, made_by_kind, made_by_id, made_by_name from events
where workspace_id = $1 and id = any($2::text[])`

interface Shop {
  workshop: Workshop
  payloads: Awaited<ReturnType<typeof readWhatFor>>['payloads']
  links: Awaited<ReturnType<typeof linksOfGroups>>
  people: People
}

interface To {
  recipient: Recipient
  event: Taken
  channel: Channel
  /** Who had it mailed; otherwise it goes because it is urgent. */
  by?: Actor
}

function makeOne({ workshop, payloads, links, people }: Shop, one: Fallen, { recipient, event, channel, by }: To) {
  const payload = payloads.get(event.id)!
  const link = links.get(one.group_id)
  const address = link ? linkAddress(workshop.context.publicUrl(), link.code, link.target) : null
  const ways = mailWays(workshop, recipient, event.type)
  const alert = alertFor(workshop, recipient, one.template, {
    scope: scopeOfEvent(workshop, event, payload, people),
    address,
    ways,
  })
  const id = newId('msg')
  const made: Notification = {
    ...NO_TEXT,
    ...MAKE[channel](workshop, id, recipient, alert, { entity: payload.entity, ways })!,
    id,
    channel,
    urgent: !by && channel !== 'in_app',
    insteadOf: one.id,
    personId: recipient.id,
    eventId: event.id,
    triggerId: one.trigger_id,
    template: one.template,
    groupId: one.group_id,
    eventType: event.type,
    occurredAt: event.occurred_at,
    url: payload.entity.url ?? null,
    madeBy: by ?? { kind: event.made_by_kind, id: event.made_by_id, name: event.made_by_name },
  }
  return made
}
