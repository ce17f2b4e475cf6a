import { readPhone } from '../../shared/phone.ts'
import type { Answer } from '../../shared/sms/answers.ts'
import { isTollFree, type KeywordReading, readKeyword } from '../../shared/sms/keywords.ts'
import { type Said, startByKeyword, stopByKeyword } from '../consent/keyword-opt-outs.ts'
import { lockNumbers } from '../consent/opt-outs.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { newId } from '../kit/id.ts'
import type { InboundText } from '../providers/adapter.ts'
import { type Arrival, type Place, placeOf } from './inbound-reach.ts'
import { skipStopped } from './skip-stopped.ts'

export type Effect = 'stopped' | 'stopped_already' | 'lifted' | 'kept' | 'not_stopped'

export type Proven = InboundText & { proof: 'signature' | 'asked_again' }

export interface Received {
  workspaceId: string
  id: string
  /** What Handset answers; the same again when the provider says the same again. */
  answer: Answer | null
}

/** Answers to one number in this time: machines that answer each other must come to an end. */
const ANSWERS_AT_MOST = 5
const ANSWERS_WITHIN = '10 minutes'

/**
 * Keeps a text that somebody sent, and does at once what its word says, in one transaction: an attempt to the number that
 * has looked into the registry stands before it, and none begins after. The same text twice is one text.
 *
 * @returns null when it did not come from a phone.
 */
export async function receiveInbound(context: Context, arrival: Arrival, text: Proven): Promise<Received | null> {
  const phone = readPhone(text.from)
  if (!phone.ok || phone.e164 === text.to) return null
  const numberHash = context.keys.hashNumber(phone.e164)
  const account = arrival.account ?? arrival.connectionId
  const kept = await context.db.system(async (tx) => {
    // Before anything is read, so that the second of two deliveries finds the first.
    await lockNumbers(tx, [numberHash])
    const known = await findKnown(tx, account, text.reference)
    if (known) return { ...known, stopped: [] }
    const place = await placeOf(tx, arrival, text, numberHash)
    const reading = readText(text)
    const said = { number: phone.e164, numberHash, inboundId: newId('inb'), note: `Texted to ${text.to}` }
    const effect = await act(context, tx, reading, place, said)
    const answer = await answerTo(tx, text, place.workspaceId, numberHash, answerOf(reading, effect))
    const row = { place, account, provider: arrival.provider, text, ...said, reading, effect, answer }
    await keep(context, tx, row)
    const stopped = effect === 'stopped' ? [...place.own, ...(place.inheriting ?? [])] : []
    return { workspaceId: place.workspaceId, id: said.inboundId, answer, stopped }
  })
  // Not waited for: the entry stands, and what is not skipped here is skipped when its turn comes.
  if (kept.stopped.length > 0) {
    skipStopped(context, kept.stopped, numberHash).catch((error) =>
      context.log.warn({ err: error }, 'what waits for a number that said STOP is skipped when its turn comes'),
    )
  }
  return { workspaceId: kept.workspaceId, id: kept.id, answer: kept.answer }
}

/** As the provider took it, or by itself: whoever asks for no more is heard by either, and the toll-free network by its own. */
function readText({ body, to, takenFor }: InboundText): KeywordReading {
  const tollFree = isTollFree(to)
  const read = readKeyword(body, { tollFree })
  if (!takenFor || read.kind === takenFor || read.kind === 'stop') return read
  return takenFor === 'start' && tollFree ? read : { kind: takenFor, language: null }
}

async function act(
  context: Context,
  tx: Tx,
  { kind }: KeywordReading,
  place: Place,
  said: Said,
): Promise<Effect | null> {
  if (kind === 'stop') return (await stopByKeyword(context, tx, place, said)) ? 'stopped' : 'stopped_already'
  if (kind === 'start' || kind === 'yes') return startByKeyword(context, tx, place, said)
  return null
}

/** One confirmation at most: who says STOP again hears nothing again. A YES to something else is not ours to answer. */
function answerOf({ kind }: KeywordReading, effect: Effect | null): Answer | null {
  if (effect === 'stopped') return 'stop'
  if (effect === 'lifted') return 'start'
  return kind === 'help' ? 'help' : null
}

/** Nothing where the provider has said it all by itself; and only so many to one number. */
async function answerTo(
  tx: Tx,
  text: InboundText,
  workspaceId: string,
  numberHash: Buffer,
  answer: Answer | null,
): Promise<Answer | null> {
  if (answer === null) return null
  if (text.answered && !(answer === 'help' && !text.takenFor && (await isHelpAdded(tx, workspaceId)))) return null
  const lately = await tx.rows(
    'inbound_answered',
    `select id from inbound_texts where workspace_id = $1 and from_hash = $2 and answered_by = 'handset'
       and received_at > now() - interval '${ANSWERS_WITHIN}' limit ${ANSWERS_AT_MOST}`,
    [workspaceId, numberHash],
  )
  return lately.length < ANSWERS_AT_MOST ? answer : null
}

/** A provider's own answer names neither the workspace nor whom to ask: ours does, where somebody has said whom. */
async function isHelpAdded(tx: Tx, workspaceId: string): Promise<boolean> {
  const rows = await tx.rows(
    'inbound_help_too',
    `select from workspaces w left join sms_settings s on s.workspace_id = w.workspace_id
     where w.workspace_id = $1 and coalesce(s.help_too, true) and coalesce(s.help_text, w.support_contact) is not null`,
    [workspaceId],
  )
  return rows.length > 0
}

async function findKnown(tx: Tx, account: string, reference: string): Promise<Received | undefined> {
  const rows = await tx.rows<Received>('inbound_known', KNOWN, [account, reference])
  return rows[0]
}

const KNOWN = `
select workspace_id as "workspaceId", id, case when answered_by = 'handset' then
  case when effect = 'stopped' then 'stop' when effect = 'lifted' then 'start' else 'help' end end as answer
from inbound_texts where provider_account = $1 and provider_sid = $2`

interface Row extends Said {
  place: Place
  account: string
  provider: string
  text: Proven
  reading: KeywordReading
  effect: Effect | null
  answer: Answer | null
}

async function keep(context: Context, tx: Tx, row: Row): Promise<void> {
  const { place, inboundId: id, text, reading } = row
  const sealer = await context.keys.forWorkspace(place.workspaceId)
  const isCommand = reading.kind !== 'other' && reading.kind !== 'perhaps_stop'
  await tx
    .insertInto('inbound_texts')
    .values({
      workspace_id: place.workspaceId,
      id,
      provider: row.provider,
      provider_account: row.account,
      provider_sid: text.reference,
      from_hash: row.numberHash,
      from_sealed: sealer.seal(`inbound_texts.from|${id}`, row.number),
      sent_to: text.to,
      body_sealed: sealer.seal(`inbound_texts.body|${id}`, text.body),
      reading: reading.kind,
      language: reading.language,
      effect: row.effect,
      answered_by: row.answer ? 'handset' : text.answered && isCommand ? 'provider' : null,
      proof: text.proof,
    })
    .execute()
}
