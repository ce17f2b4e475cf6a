import { setTimeout as sleep } from 'node:timers/promises'
import { readLines } from '../checker.ts'
import { underFire } from '../fire.ts'
import type { Traffic } from '../length.ts'
import type { Figure, Outcome, Trial } from '../trial.ts'

/** What phones do that do not simply take their texts. */
const BEHAVIOURS = ['off', 'landline', 'filtered', 'never_confirms']
/** What Handset must say of a text, by what the carrier says. */
const SAYS: Record<string, string[]> = {
  delivered: ['delivered'],
  undelivered: ['undelivered'],
  failed: ['failed'],
  sent: ['sent', 'assumed_delivered'],
}
const FORGED = 0.05
const LEARNS_WITHIN_MS = 120_000

interface SimMessage {
  sid: string
  status: string
}

/**
 * F-19: receipts come three times, in the wrong order, a tenth of them never, some before the answer to the request, and
 * some are forged.
 */
export async function muddleCallbacks(trial: Trial, length: Traffic): Promise<Outcome> {
  const { stage, workspace, label } = trial
  const random = trial.random.fork('callbacks')
  await stage.staff(length.workers)
  for (let i = 0; i < 500; i += 5) {
    await stage.carrier.ask('POST', '/handsets', { number: `+1415555${2000 + i}`, behaviour: random.pick(BEHAVIOURS) })
  }
  const outcome = await underFire(trial, {
    ...length,
    provider: { receipts_doubled: 1, receipts_shuffled: 0.5, receipts_early: 0.05, receipts_lost: 0.1 },
  })
  const taken = readLines<{ sid: string; body: string; status_callback: string | null }>(stage.carrier.logFile).filter(
    ({ body }) => body.startsWith(label),
  )
  const forged: number[] = []
  for (const { sid, status_callback } of taken) {
    if (status_callback && random.next() < FORGED) forged.push(await forge(status_callback, sid))
    // The third time; one whose receipts were all lost has none to repeat.
    await stage.carrier.ask('POST', `/messages/${sid}/receipts`, { times: 1 }).catch(() => null)
  }
  await askNow(trial)
  const wrong = await whenAllKnown(trial, workspace.id)
  const believed = forged.filter((status) => status < 400).length
  const figures: Figure[] = [
    { text: `${taken.length - wrong} of ${taken.length} final states as the carrier has them`, ok: wrong === 0 },
    { text: `${believed} of ${forged.length} forged receipts believed`, ok: believed === 0 },
  ]
  return { ...outcome, faults: outcome.faults + forged.length, figures }
}

/** As somebody would who knows the address but not the token of the account. */
async function forge(url: string, sid: string): Promise<number> {
  const body = new URLSearchParams({
    MessageSid: sid,
    MessageStatus: 'failed',
    ErrorCode: '30007',
    ApiVersion: '2010-04-01',
  })
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'x-twilio-signature': 'c2lnbmVkIGJ5IG5vYm9keSE=' },
  })
  return response.status
}

/** Handset asks for a receipt that did not come a minute after the hand-over. That minute is made to have passed. */
async function askNow({ stage, workspace }: Trial): Promise<void> {
  await stage.postgres.db.system((tx) =>
    tx.rows('selftest_ask_now', 'update attempts set ask_at = now() where workspace_id = $1 and ask_at is not null', [
      workspace.id,
    ]),
  )
}

/** How many texts Handset still sees otherwise than the carrier, once it had time to ask for lost receipts. */
async function whenAllKnown(trial: Trial, workspaceId: string): Promise<number> {
  const { stage } = trial
  const deadlineMs = performance.now() + LEARNS_WITHIN_MS
  for (;;) {
    const truth = await carrierStates(trial)
    const said = await stage.postgres.db.system((tx) =>
      tx.rows<{ provider_sid: string; status: string }>(
        'selftest_sids',
        'select provider_sid, status from messages where workspace_id = $1 and provider_sid is not null',
        [workspaceId],
      ),
    )
    const wrong = said.filter(({ provider_sid, status }) => !SAYS[truth.get(provider_sid) ?? '']?.includes(status))
    if (wrong.length === 0 || performance.now() > deadlineMs) return wrong.length
    await sleep(500)
  }
}

async function carrierStates({ stage }: Trial): Promise<Map<string, string>> {
  const states = new Map<string, string>()
  let before = ''
  do {
    const page = await stage.carrier.ask<{ items: SimMessage[]; next: string | null }>(
      'GET',
      `/messages?limit=1000${before && `&before=${before}`}`,
    )
    for (const { sid, status } of page.items) states.set(sid, status)
    before = page.next ?? ''
  } while (before)
  return states
}
