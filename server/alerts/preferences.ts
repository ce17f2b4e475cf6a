import { EVENTS, isEventType } from '../../shared/events.ts'
import { ALL_MAILS, CHANNELS, type Channel, choiceKey, isMailStopped, isOn } from '../../shared/preferences.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { invalid, notFound } from '../kit/problem.ts'
import { pointer } from '../kit/route.ts'
import { holdDirectory } from '../people/hold-directory.ts'
import { ensureOwn, findOwn } from '../people/own-person.ts'
import { type Cell, type Chosen, changeChoices, readChoices, resumeMails } from '../people/preferences.ts'
import { readReached, type Troubles, troublesOf, unknownMember } from './channel-troubles.ts'
import type { PreferencesOut, PreferencesPatch } from './preference-schema.ts'

/** Of the member who asks. Whom the directory does not know yet, and who chose nothing, has what everybody starts with. */
export async function readOwnPreferences(context: Context, actor: Actor): Promise<PreferencesOut> {
  const { workspaceId } = actor
  const id = await context.db.tenant(workspaceId, (tx) => findOwn(tx, actor))
  const person = (id && (await readReached(context, workspaceId, id))) || unknownMember(actor.email)
  return show(context, workspaceId, id, await troublesOf(context, workspaceId, person))
}

/** @throws {Problem} 404. */
export async function readPreferencesOf(context: Context, workspaceId: string, id: string): Promise<PreferencesOut> {
  const person = await readReached(context, workspaceId, id)
  if (!person) throw notFound('person')
  return show(context, workspaceId, id, await troublesOf(context, workspaceId, person))
}

async function show(
  context: Context,
  workspaceId: string,
  personId: string | undefined,
  channels: Troubles,
): Promise<PreferencesOut> {
  const { chosen, types } = await context.db.tenant(workspaceId, async (tx) => ({
    chosen: personId ? await readChoices(tx, workspaceId, personId) : { choices: {}, mailStopped: {} },
    types: await readTypes(tx, workspaceId),
  }))
  return {
    events: types.map((type) => ({ ...type, ...cellsOf(chosen, type.type) })),
    channels,
    mail_stopped: Object.entries(chosen.mailStopped).map(([of, at]) => ({
      event: of === ALL_MAILS ? null : of,
      at: new Date(at).toISOString(),
    })),
  }
}

function cellsOf({ choices, mailStopped }: Chosen, type: string): Record<Channel, { on: boolean; chosen: boolean }> {
  const { [ALL_MAILS]: _, ...stopped } = mailStopped
  const cell = (channel: Channel) => {
    const byLink = channel === 'email' && isMailStopped(stopped, type)
    return { on: isOn(choices, type, channel) && !byLink, chosen: byLink || choiceKey(type, channel) in choices }
  }
  return { in_app: cell('in_app'), email: cell('email'), sms: cell('sms') }
}

export interface Type {
  type: string
  name: string
  about: string
  own: boolean
}

/** Those that every workspace has, then its own by name. */
export async function readTypes(tx: Tx, workspaceId: string): Promise<Type[]> {
  const own = await tx.rows<Omit<Type, 'own'>>(
    'preferences_types',
    'select type, name, about from event_types where workspace_id = $1 order by lower(name), type',
    [workspaceId],
  )
  return [
    ...Object.entries(EVENTS).map(([type, { name, about }]) => ({ type, name, about, own: false })),
    ...own.filter(({ type }) => !isEventType(type)).map((type) => ({ ...type, own: true })),
  ]
}

/** Saves these cells and no other. @throws {Problem} 422 at the event that is none. */
export async function changeOwnPreferences(
  context: Context,
  actor: Actor,
  { events, mail_stopped }: PreferencesPatch,
): Promise<void> {
  const { workspaceId } = actor
  await context.db.tenant(workspaceId, async (tx) => {
    const known = new Set((await readTypes(tx, workspaceId)).map(({ type }) => type))
    const unknown = Object.keys(events).filter((type) => !known.has(type))
    if (unknown.length > 0)
      throw invalid(unknown.map((type) => ({ pointer: pointer(['events', type]), detail: 'No such event here.' })))
    await holdDirectory(tx, workspaceId, 'together')
    const own = await ensureOwn(tx, actor)
    await changeChoices(tx, workspaceId, own, cellsIn(events))
    if (mail_stopped === false) await resumeMails(tx, workspaceId, own, ALL_MAILS)
  })
}

function cellsIn(events: PreferencesPatch['events']): Cell[] {
  return Object.entries(events).flatMap(([eventType, channels]) =>
    CHANNELS.flatMap((channel) => {
      const on = channels[channel]
      return on === undefined ? [] : [{ eventType, channel, on }]
    }),
  )
}
