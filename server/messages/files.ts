import type { Filter } from './filter.ts'
import { asStored, classesOf, RANGE } from './fits.ts'
import { inPlaces } from './places.ts'
import { type MessageStatus, STATUSES } from './schema.ts'
import type { Source } from './sources.ts'

/** Status, class and channel: the files that texts lie in (migrations/0004), and those of mails and inboxes (0036). */
export function files(filter: Filter): Source {
  return asSource(filter, [...closedOf(filter), ...openOf(filter)])
}

/** What is over, or is no text: all of it is what its place in the index says. */
export function closedFiles(filter: Filter): Source {
  return asSource(filter, closedOf(filter))
}

/** Texts that wait or are on their way, and those that their carrier may yet be heard of. */
export function openFiles(filter: Filter): Source {
  return asSource(filter, openOf(filter))
}

type Place = [channel: string, class_: string, file: string]

const WAITING = 'waiting'

function closedOf(filter: Filter): Place[] {
  const statuses = wanted(filter).filter((status) => status !== 'sending')
  return channelsOf(filter).flatMap((channel) =>
    classesOf(filter).flatMap((class_) =>
      statuses
        .filter((status) => channel !== 'sms' || status !== 'queued')
        .map((status): Place => [channel, class_, status]),
    ),
  )
}

/** What waits is not looked for among what was sent: it stands in the queue, or has an open attempt. */
function openOf(filter: Filter): Place[] {
  if (!channelsOf(filter).includes('sms')) return []
  const statuses = wanted(filter)
  if (statuses.includes('sent')) return classesOf(filter).map((class_): Place => ['sms', class_, 'open'])
  return statuses.includes('queued') || statuses.includes('sending') ? [['sms', '', WAITING]] : []
}

function asSource(filter: Filter, places: Place[]): Source {
  const { stored, open } = asStored(filter.statuses)
  const waits = places.some(([, , file]) => file === WAITING)
  const isMixed =
    places.some(([, , file]) => file === 'open') && !(open === null && (stored?.includes('queued') ?? true))
  const texts = places.filter(([channel, , file]) => channel === 'sms' && file !== WAITING)
  const beside = places.filter(([channel]) => channel !== 'sms')
  return inPlaces(
    waits ? 'files_waiting' : 'files',
    !waits && !isMixed,
    [
      texts.map(([, class_]) => class_),
      texts.map(([, , file]) => file),
      beside.map(([channel]) => channel),
      beside.map(([, class_]) => class_),
      beside.map(([, , status]) => status),
    ],
    (at, newest) => `${ofTexts(at, newest)} union all ${besideTexts(at + 2, newest)}${waits ? waiting(newest) : ''}`,
  )
}

function ofTexts(at: number, newest: string): string {
  return `select m.id from unnest($${at}::text[], $${at + 1}::text[]) as f(class, filed) cross join lateral (
    select m.id from messages m where ${RANGE} and m.channel = 'sms' and m.class = f.class and m.filed = f.filed ${newest}) m`
}

function besideTexts(at: number, newest: string): string {
  return `select m.id from unnest($${at}::text[], $${at + 1}::text[], $${at + 2}::text[]) as f(channel, class, status)
    cross join lateral (select m.id from messages m where ${RANGE} and m.channel <> 'sms' and m.channel = f.channel
      and m.class = f.class and m.status = f.status ${newest}) m`
}

/** None of them twice: a text leaves the queue when its attempt is made. */
function waiting(newest: string): string {
  return ` union (select q.id from queue q where q.workspace_id = $1 and q.id >= $2 and q.id < $3 ${newest})
    union (select a.message_id from attempts a where a.workspace_id = $1 and a.message_id >= $2 and a.message_id < $3
      and a.state in ('started', 'unknown') ${newest})`
}

function wanted({ statuses }: Filter): readonly MessageStatus[] {
  return statuses ?? STATUSES
}

function channelsOf({ channel }: Filter): string[] {
  return channel ? [channel] : ['sms', 'email', 'in_app']
}
