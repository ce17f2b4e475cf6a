import { setTimeout as sleep } from 'node:timers/promises'
import type { Asked } from './checker.ts'
import type { Random } from './random.ts'
import type { Records } from './records.ts'
import type { Workspace } from './workspace.ts'

/** Of all texts this share is sent to the same number with the same words as one before: two texts, not one sent twice. */
const ALIKE = 0.05
const PHONES = 500
const CLASSES = ['alert', 'alert', 'alert', 'nudge', 'otp', 'campaign'] as const
/** For how long an answer is asked for again, before a text stays unacknowledged. */
const TRY_FOR_MS = 60_000
const AGAIN_MS = 100

/** Texts that differ in number or words, except for those that are meant not to. */
export function writeTexts(count: number, options: { label: string; random: Random }): Asked[] {
  const { label, random } = options
  const texts: Asked[] = []
  for (let i = 1; i <= count; i++) {
    const before = texts.length > 0 && random.next() < ALIKE ? random.pick(texts.slice(-20)) : null
    const number = `+1415555${String(2000 + Math.floor(random.next() * PHONES)).padStart(4, '0')}`
    const mark = Math.floor(random.next() * 2 ** 32).toString(36)
    const kind = random.pick(CLASSES)
    const words = before ?? { to: number, body: `${label} ${kind} ${i} (${mark})`, class: kind }
    texts.push({ ...words, key: `${label}-${i}-${mark}` })
  }
  return texts
}

/**
 * Posts texts at a pace, each until it is acknowledged: as any caller would, with the same idempotency key each time.
 * Resolves when each was acknowledged or given up.
 */
export async function postAll(
  workspace: Workspace,
  records: Records,
  texts: Asked[],
  perSecond: number,
): Promise<void> {
  const startedMs = performance.now()
  const underWay = texts.map(async (text, i) => {
    await sleep(Math.max(0, startedMs + (i * 1000) / perSecond - performance.now()))
    await post(workspace, records, text)
  })
  await Promise.all(underWay)
}

/** The next one when the one before is acknowledged. */
export async function postInTurn(workspace: Workspace, records: Records, texts: Asked[]): Promise<void> {
  for (const text of texts) await post(workspace, records, text)
}

async function post(workspace: Workspace, records: Records, { key, ...text }: Asked): Promise<void> {
  records.asked({ key, ...text })
  // What the carrier took is compared word for word, so nothing is to be added.
  const asIs = { ...text, opt_out_line: false }
  const deadlineMs = performance.now() + TRY_FOR_MS
  do {
    const answer = await workspace
      .call<{ id: string; status: string }>('POST', '/v1/messages', asIs, { 'idempotency-key': key })
      .catch(() => null)
    if (answer?.status === 202) return records.acknowledged({ key, id: answer.body.id, ...text })
    if (answer && answer.status < 500)
      throw new Error(`a text was refused with ${answer.status}: ${JSON.stringify(answer.body)}`)
    await sleep(AGAIN_MS)
  } while (performance.now() < deadlineMs)
}
