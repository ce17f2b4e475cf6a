import type { Choices, MailStops } from '../../shared/preferences.ts'
import type { Tx } from '../kit/db.ts'
import type { Payload } from './accept-events.ts'
import type { Trigger } from './triggers.ts'

/** Somebody who may be told, with all that decides how. */
export interface Recipient {
  id: string
  external_id: string | null
  active: boolean
  /** The member that they are: only members have preferences to go to. */
  user_id: string | null
  manager_id: string | null
  first_name: string
  last_name: string
  language: string | null
  time_zone: string | null
  email: string | null
  sms_on: boolean
  reach: 'ok' | 'no_phone' | 'malformed' | 'unverified'
  phone_source: string | null
  number_hash: Buffer | null
  number_sealed: Buffer | null
  country: string | null
  choices: Choices | null
  mail_stopped: MailStops | null
}

/** The people of a batch of events, found by our id or by the product's. */
export interface People {
  find(ref: string): Recipient | undefined
  inGroup(id: string): Recipient[]
}

/** An event with the triggers that fit it. */
export interface Fitting {
  payload: Payload
  triggers: Pick<Trigger, 'recipients'>[]
}

/** Reads everybody whom the events and their triggers name, in three statements however many they are. */
export async function readPeople(tx: Tx, workspaceId: string, events: Fitting[]): Promise<People> {
  const refs = [...new Set(events.flatMap(refsOf))]
  const groups = [...new Set(events.flatMap(({ triggers }) => triggers.flatMap(({ recipients }) => recipients.groups)))]
  const members = groups.length
    ? await tx.rows<{ group_id: string; person_id: string }>('alerts_groups', MEMBERS, [workspaceId, groups])
    : []
  const ids = [...refs, ...members.map(({ person_id }) => person_id)]
  const found = await tx.rows<Recipient>('alerts_people', PEOPLE, [workspaceId, ids, refs])
  const byRef = new Map<string, Recipient>()
  for (const one of found) if (one.external_id !== null) byRef.set(one.external_id, one)
  // An id of ours wins over a product's that happens to read like it.
  for (const one of found) byRef.set(one.id, one)
  for (const one of await readManagers(tx, workspaceId, events, byRef)) byRef.set(one.id, one)
  const byGroup = Map.groupBy(members, ({ group_id }) => group_id)
  return {
    find: (ref) => byRef.get(ref),
    inGroup: (id) => (byGroup.get(id) ?? []).flatMap(({ person_id }) => byRef.get(person_id) ?? []),
  }
}

function refsOf({ payload, triggers }: Fitting): string[] {
  const roles = triggers.flatMap(({ recipients }) => [...recipients.roles, ...recipients.managers_of])
  return [
    ...(payload.actor === undefined ? [] : [payload.actor]),
    ...roles.flatMap((role) => payload.recipients?.[role] ?? []),
    ...triggers.flatMap(({ recipients }) => recipients.people),
  ]
}

async function readManagers(tx: Tx, workspaceId: string, events: Fitting[], known: ReadonlyMap<string, Recipient>) {
  const wanted = events.flatMap(({ payload, triggers }) =>
    triggers.flatMap(({ recipients }) => recipients.managers_of.flatMap((role) => payload.recipients?.[role] ?? [])),
  )
  const ids = wanted.flatMap((ref) => known.get(ref)?.manager_id ?? []).filter((id) => !known.has(id))
  return ids.length ? tx.rows<Recipient>('alerts_people', PEOPLE, [workspaceId, [...new Set(ids)], []]) : []
}

const MEMBERS = `select group_id, person_id from group_people where workspace_id = $1 and group_id = any($2::text[])`

const PEOPLE = `
select p.id, p.external_id, p.active, p.user_id, p.manager_id, p.first_name, p.last_name, p.language, p.time_zone, p.email, p.sms_on,
  p.reach, p.phone_source, f.number_hash, f.number_sealed, f.country, c.choices, c.mail_stopped
from (
  select unnest($2::text[]) as id
  union select e.id from unnest($3::text[]) as r(ref) join persons e on e.workspace_id = $1 and e.external_id = r.ref
) wanted
join persons p on p.workspace_id = $1 and p.id = wanted.id
left join phones f on f.workspace_id = p.workspace_id and f.person_id = p.id and f.source = p.phone_source
left join preferences c on c.workspace_id = p.workspace_id and c.person_id = p.id`
