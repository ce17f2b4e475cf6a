import { readPhone } from '../../shared/phone.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import type { Sealer } from '../kit/seal.ts'
import { giveReadPhones, IS_GOOD, IS_OF_DIRECTORY, settleReach } from './phones.ts'

/** Whether the directory gave a number: it comes before one's own, which would never be used. */
export async function hasDirectoryPhone(tx: Tx, workspaceId: string, personId: string): Promise<boolean> {
  const rows = await tx.rows('phone_of_directory', OF_DIRECTORY, [workspaceId, personId])
  return rows.length > 0
}

const OF_DIRECTORY = `
select from phones f where f.workspace_id = $1 and f.person_id = $2 and f.problem is null and ${IS_OF_DIRECTORY} limit 1`

/** One number is confirmed by one person of a workspace, and the directory's word stands for its people. */
export async function isAnothersPhone(
  tx: Tx,
  workspaceId: string,
  personId: string,
  numberHash: Buffer,
): Promise<boolean> {
  const rows = await tx.rows('phone_anothers', ANOTHERS, [workspaceId, personId, numberHash])
  return rows.length > 0
}

const ANOTHERS = `
select from phones f where f.workspace_id = $1 and f.person_id <> $2 and f.number_hash = $3 and ${IS_GOOD} limit 1`

/** Keeps a number whose owner sent the code back. */
export async function giveConfirmedPhone(
  context: Context,
  tx: Tx,
  sealer: Sealer,
  workspaceId: string,
  personId: string,
  e164: string,
): Promise<void> {
  const given = [{ personId, number: e164, phone: readPhone(e164) }]
  await giveReadPhones(context, tx, sealer, workspaceId, 'self', given, [personId])
  await tx
    .updateTable('phones')
    .set({ verified_at: new Date() })
    .where('workspace_id', '=', workspaceId)
    .where('person_id', '=', personId)
    .where('source', '=', 'self')
    .execute()
  await settleReach(tx, workspaceId, [personId])
}

/** Takes away what is not the directory's. False where there was nothing. */
export async function takeOwnPhones(tx: Tx, workspaceId: string, personId: string): Promise<boolean> {
  const taken = await tx.rows('phones_take_own', TAKE_OWN, [workspaceId, personId])
  await settleReach(tx, workspaceId, [personId])
  return taken.length > 0
}

const TAKE_OWN = `
with taken as (
  delete from phones f where f.workspace_id = $1 and f.person_id = $2 and not (${IS_OF_DIRECTORY})
  returning f.source, f.number_hash
), former as (
  insert into former_numbers (workspace_id, person_id, number_hash)
  select distinct $1, $2, number_hash from taken where number_hash is not null on conflict do nothing
)
select source from taken`

/** One's own switch for all texts but codes. */
export async function switchTexts(tx: Tx, workspaceId: string, personId: string, smsOn: boolean): Promise<void> {
  await tx
    .updateTable('persons')
    .set({ sms_on: smsOn, updated_at: new Date() })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', personId)
    .execute()
}
