import { type Checked, makeCode, type Owner, takeCode } from '../codes/codes.ts'
import { countCode } from '../codes/limits.ts'
import { RECIPIENT } from '../consent/keyword-opt-outs.ts'
import { recordOptIn } from '../consent/opt-ins.ts'
import { findOptOut, lockNumbers } from '../consent/opt-outs.ts'
import { recordOptOut } from '../consent/record.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { newId } from '../kit/id.ts'
import { Problem } from '../kit/problem.ts'
import { pricesOf } from '../spend/prices.ts'
import type { openAcceptance } from './accept.ts'
import { isAnswerable } from './opt-out-line.ts'
import { prepare } from './prepare.ts'

/** Whose texts come back: asked for by whoever followed a link, or whose profile it is. */
export interface Returning {
  workspaceId: string
  number: string
  numberHash: Buffer
  /** Where it was asked for from. */
  address: string | null
}

/** Whoever only has an old text may ask for a code, but not pester a number that wants no texts. */
const MOST_A_DAY = 2
const DAY_MS = 24 * 3_600_000

/**
 * Whether a code may take back what the link of a text did: where START cannot reach us and nobody but the person ended
 * the texts (decision 0039). What STOP, a provider, a file or an administrator said stands.
 */
export async function mayReturn(context: Context, workspaceId: string, numberHash: Buffer): Promise<boolean> {
  const entry = await context.db.tenant(workspaceId, (tx) => findOptOut(tx, workspaceId, numberHash))
  return entry?.source === 'person' && !(await isAnswerable(context, workspaceId))
}

/**
 * Sends a code to the silent number, as an answer to whoever asked for it there: the one text that it gets. The opt-out
 * stands until the code comes back. `wording` is what they are told by asking, `body` the text that the code makes.
 *
 * @throws {Problem} 409 where there is no such way back, 429 where it was asked for too often.
 */
export async function sendWayBack(
  context: Context,
  accept: ReturnType<typeof openAcceptance>,
  returning: Returning,
  { wording, body }: { wording: string; body: (code: string) => string },
): Promise<void> {
  const { workspaceId, number, numberHash, address } = returning
  if (!(await mayReturn(context, workspaceId, numberHash))) throw noWayBack()
  const owner = ownerOf(returning)
  await refuseMany(context, returning)
  await countCode(context, { workspaceId, subject: owner.subject, e164: number, address })
  const sealer = await context.keys.forWorkspace(workspaceId)
  const made = await context.db.tenant(workspaceId, (tx) => makeCode(context, tx, sealer, owner, number, wording))
  if (!made.ok) throw tooOften('A code was sent a moment ago. Enter that one, or try again in a few minutes.')
  const input = { to: number, body: body(made.code), class: 'otp' as const }
  const texts = await prepare(context, workspaceId, [input], await pricesOf(context))
  const answers = texts.map((text) => ({ ...text, vouchedBy: 'reply' as const }))
  await accept({ actor: { workspaceId, ...RECIPIENT }, texts: answers, idempotency: null })
}

export type Returned = Checked | { ok: false; why: 'no_way_back' }

/** The code came back from the phone: the entry goes, and what they were told is kept as what they agreed to. */
export async function takeWayBack(context: Context, returning: Returning, entered: string): Promise<Returned> {
  const { workspaceId, numberHash, address } = returning
  if (!(await mayReturn(context, workspaceId, numberHash))) return { ok: false, why: 'no_way_back' }
  const sealer = await context.keys.forWorkspace(workspaceId)
  const checked = await context.db.tenant(workspaceId, async (tx) => {
    const taken = await takeCode(context, tx, sealer, ownerOf(returning), entered)
    if (taken.ok) {
      const { wording } = taken
      await recordOptIn(tx, { workspaceId, numberHash, personId: null, source: 'confirmed', wording, address })
    }
    return taken
  })
  if (checked.ok) await context.db.system((tx) => lift(context, tx, returning))
  return checked
}

/** Of one act that reached everywhere nothing stays. */
async function lift(context: Context, tx: Tx, { workspaceId, numberHash, address }: Returning): Promise<void> {
  await lockNumbers(tx, [numberHash])
  const gone = await tx.rows<{ workspaceId: string }>('opt_out_return', LIFT, [numberHash, workspaceId])
  for (const one of gone)
    await recordOptOut(context, tx, { ...RECIPIENT, address }, 'opt_out.removed', { ...one, numberHash, number: null })
}

const LIFT = `
delete from opt_outs o where o.number_hash = $1 and o.source = 'person' and (o.workspace_id = $2 or (
  o.scope = 'everywhere' and exists (
    select from opt_outs s
    where s.workspace_id = $2 and s.number_hash = $1 and s.source = 'person' and s.scope = 'everywhere')))
returning o.workspace_id as "workspaceId"`

/** One code of a number at a time, whoever asks. */
export function ownerOf({ workspaceId, numberHash }: Pick<Returning, 'workspaceId' | 'numberHash'>): Owner {
  return { workspaceId, purpose: 'way_back', subject: numberHash.toString('hex') }
}

async function refuseMany(context: Context, { workspaceId, numberHash }: Returning): Promise<void> {
  const since = newId('msg', context.now().getTime() - DAY_MS)
  const sent = await context.db.tenant(workspaceId, (tx) =>
    tx.rows('way_back_sent', SENT, [workspaceId, numberHash, since, MOST_A_DAY]),
  )
  if (sent.length >= MOST_A_DAY) throw tooOften('Codes went to this number already. Try again tomorrow.')
}

const SENT = `
select from messages m where m.workspace_id = $1 and m.to_hash = $2 and m.id > $3 and m.class = 'otp'
  and m.vouched_by = 'reply' limit $4`

function noWayBack(): Problem {
  return new Problem(409, 'no_way_back', 'Only START from the phone, or who wrote the entry, takes it back.')
}

function tooOften(detail: string): Problem {
  return new Problem(429, 'too_many_codes', detail)
}
