import { randomBytes } from 'node:crypto'
import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { notFound } from '../kit/problem.ts'
import { type SoughtOf, soughtPurpose } from './erasures.ts'
import { holdDirectory } from './hold-directory.ts'
import { openNumber } from './phones.ts'
import { lockPerson, type StoredPerson } from './save-person.ts'

/**
 * Takes a person out of the directory at once, and marks what was texted to them, which a loop then makes unreadable
 * (decision 0030). What stands in their inbox goes with them. Of their numbers the registry of opt-outs keeps the hash: a number that said STOP stays silent whoever
 * brings it back.
 *
 * @throws {Problem} 404.
 */
export async function erasePerson(context: Context, actor: Actor, id: string): Promise<void> {
  const { workspaceId } = actor
  await context.db.tenant(workspaceId, async (tx) => {
    await holdDirectory(tx, workspaceId, 'alone')
    const stored = await lockPerson(tx, workspaceId, id)
    if (!stored) throw notFound('person')
    await mark(context, tx, stored)
    await tx.deleteFrom('persons').where('workspace_id', '=', workspaceId).where('id', '=', id).execute()
    await recordChange(tx, actor, { action: 'person.erased', target: id })
  })
}

async function mark(context: Context, tx: Tx, { workspace_id, id, external_id, email }: StoredPerson): Promise<void> {
  const sealer = await context.keys.forWorkspace(workspace_id)
  const phones = await tx
    .selectFrom('phones')
    .select(['person_id', 'source', 'number_sealed'])
    .where('workspace_id', '=', workspace_id)
    .where('person_id', '=', id)
    .execute()
  const sought: SoughtOf = {
    numbers: phones.map((phone) => openNumber(phone, sealer)),
    emails: email === null ? [] : [email],
    refs: external_id === null ? [] : [external_id],
  }
  const sealed = sealer.seal(soughtPurpose(id), JSON.stringify(sought))
  await tx.rows('erasure_mark', MARK, [workspace_id, id, randomBytes(32), sealed])
}

/** What a reception or a family shares is not one person's to take away. */
const MARK = `
with theirs as (
  select number_hash from phones where workspace_id = $1 and person_id = $2 and number_hash is not null
  union select number_hash from former_numbers where workspace_id = $1 and person_id = $2
  union select number_hash from codes where workspace_id = $1 and purpose = 'phone' and subject = $2
), own as (
  select t.number_hash from theirs t
  where not exists (
    select from phones o where o.workspace_id = $1 and o.number_hash = t.number_hash and o.person_id <> $2)
  and not exists (
    select from former_numbers o where o.workspace_id = $1 and o.number_hash = t.number_hash and o.person_id <> $2)
)
insert into erasures (workspace_id, person_id, numbers, own, salt, sought_sealed)
select $1, $2, array(select number_hash from theirs), array(select number_hash from own), $3, $4`
