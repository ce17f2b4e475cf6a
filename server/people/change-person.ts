import { readPhone } from '../../shared/phone.ts'
import { recordChange } from '../audit/record.ts'
import { recordOptIn } from '../consent/opt-ins.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { invalid, notFound } from '../kit/problem.ts'
import { holdDirectory } from './hold-directory.ts'
import { givePhones, openNumber } from './phones.ts'
import { insertPerson, lockPerson, updatePerson } from './save-person.ts'
import type { PersonInput, PersonOut, PersonPatch, PhoneSource } from './schema.ts'
import { showPerson } from './show-person.ts'

/** Answers with the id. */
export async function addPerson(context: Context, tx: Tx, actor: Actor, input: PersonInput): Promise<string> {
  refuseUnreadable(input)
  await holdDirectory(tx, actor.workspaceId, 'together')
  const id = await insertPerson(tx, actor.workspaceId, input)
  if (input.phone) await givePhone(context, tx, actor, id, input.phone)
  await keepConsent(context, tx, actor, id, input)
  await recordChange(tx, actor, { action: 'person.created', target: id })
  return id
}

/** @throws {Problem} 404; 409 and 422 as the fields of the person have it. */
export async function changePerson(context: Context, actor: Actor, id: string, patch: PersonPatch): Promise<PersonOut> {
  refuseUnreadable(patch)
  return context.db.tenant(actor.workspaceId, async (tx) => {
    await holdDirectory(tx, actor.workspaceId, 'together')
    const stored = await lockPerson(tx, actor.workspaceId, id)
    if (!stored) throw notFound('person')
    const was = await showPerson(context, tx, actor.workspaceId, id)
    await updatePerson(tx, stored, patch)
    if (patch.phone !== undefined) await givePhone(context, tx, actor, id, patch.phone)
    await keepConsent(context, tx, actor, id, patch)
    const is = await showPerson(context, tx, actor.workspaceId, id)
    await recordPersonChanged(tx, actor, id, changedBetween(was, is))
    return is
  })
}

/** Which, and not what: the record outlives whom it tells of, and knows nobody's name. */
export async function recordPersonChanged(tx: Tx, actor: Actor, id: string, columns: string[]): Promise<void> {
  if (columns.length === 0) return
  const changes = { changed: { from: null, to: columns.map((name) => name.replace('_', ' ')) } }
  await recordChange(tx, actor, { action: 'person.changed', target: id, changes })
}

/** Somebody who types a number does not vouch for it; a directory that sends one by its key does. */
function givePhone(context: Context, tx: Tx, actor: Actor, personId: string, number: string | null): Promise<void> {
  const source: PhoneSource = actor.kind === 'api_key' ? 'api' : 'admin'
  return context.keys
    .forWorkspace(actor.workspaceId)
    .then((sealer) => givePhones(context, tx, sealer, actor.workspaceId, source, [{ personId, number }]))
}

/** What shows that the person agreed to the number, kept with who brought it. */
async function keepConsent(
  context: Context,
  tx: Tx,
  { workspaceId, name: byName }: Actor,
  personId: string,
  { phone: number, consent }: PersonPatch,
): Promise<void> {
  const phone = number && consent ? readPhone(number) : null
  if (!consent || !phone?.ok) return
  const { wording, version, at: saidAt, source: origin, address } = consent
  const told = { wording, version: version ?? null, saidAt: saidAt ?? null, origin: origin ?? null, byName }
  const numberHash = context.keys.hashNumber(phone.e164)
  await recordOptIn(tx, { workspaceId, numberHash, personId, source: 'api', address: address ?? null, ...told })
}

function refuseUnreadable({ phone: number, consent }: PersonPatch): void {
  if (consent && !number) throw invalid([{ pointer: '/consent', detail: 'Send the number that it is about with it.' }])
  if (!number) return
  const phone = readPhone(number)
  if (!phone.ok) throw invalid([{ pointer: '/phone', detail: phone.text }])
}

const RECORDED = [
  'external_id',
  'first_name',
  'last_name',
  'email',
  'phone',
  'language',
  'time_zone',
  'manager',
  'groups',
  'fields',
  'active',
] as const

function changedBetween(was: PersonOut, is: PersonOut): string[] {
  return RECORDED.filter((name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]))
}

/** A person's numbers in full. Who looked is on record before the answer leaves. */
export async function revealPhones(
  context: Context,
  actor: Actor,
  id: string,
): Promise<{ source: PhoneSource; number: string }[]> {
  const sealer = await context.keys.forWorkspace(actor.workspaceId)
  return context.db.tenant(actor.workspaceId, async (tx) => {
    await showPerson(context, tx, actor.workspaceId, id)
    const rows = await tx
      .selectFrom('phones')
      .select(['person_id', 'source', 'number_sealed'])
      .where('workspace_id', '=', actor.workspaceId)
      .where('person_id', '=', id)
      .orderBy('source')
      .execute()
    await recordChange(tx, actor, { action: 'number.revealed', target: id })
    return rows.map((row) => ({ source: row.source as PhoneSource, number: openNumber(row, sealer) }))
  })
}
