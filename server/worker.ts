import { setTimeout as sleep } from 'node:timers/promises'
import { eventsTurn } from './alerts/claim-events.ts'
import { openChaining } from './audit/chain.ts'
import { headsTurn } from './audit/send-heads.ts'
import type { Context } from './kit/context.ts'
import { type Loop, startLoop } from './kit/loop.ts'
import { forgetLinks } from './links/links.ts'
import { deliverMessageMails } from './mail/message-mails.ts'
import { deliverMails, forgetMails } from './mail/post.ts'
import { openAsking } from './messages/ask.ts'
import { startDispatch } from './messages/dispatch.ts'
import { doubtRestored } from './messages/doubt.ts'
import { erasingTurn } from './messages/erasing.ts'
import { openPolling } from './messages/poll-replies.ts'
import { MESSAGE_MAILS } from './messages/message-mails.ts'
import { openReconciling } from './messages/reconcile.ts'
import { openSettlement } from './messages/settle.ts'
import { startShift } from './messages/shift.ts'
import { sweep } from './messages/sweep.ts'
import { expireImports } from './people/import/claim.ts'
import { openImporting } from './people/import/run-imports.ts'
import { RECOUNT } from './people/quality/figures.ts'
import { recountTurn } from './people/quality/recount.ts'
import { readinessTurn } from './readiness/look.ts'
import { lookAtRepliesDue } from './settings/replies-look.ts'
import { tellPauses } from './settings/tell-pause.ts'
import { eraseTurn } from './workspaces/erase.ts'
import { openLookForOther } from './workspaces/other-copy.ts'

/** Several times the connections: while texts are begun and stored, each must have its next one at hand. */
const SLOTS_PER_CONNECTION = 16
const URGENT_SLOTS = 64
/** An address that does not answer must not keep texts waiting. */
const FIRST_LOOK_MS = 2000

/** All that runs by itself. `stop` lets what is in flight end and stores how. */
export async function startWorker(context: Context, options: { connections: number }): Promise<Loop> {
  const { connections } = options
  const { log } = context
  // Before anything of a restored queue can go or expire.
  while (await doubtRestored(context));
  const lookForOther = openLookForOther(context)
  await Promise.race([lookForOther(), sleep(FIRST_LOOK_MS, undefined, { ref: false })])
  const shift = await startShift(context)
  const settlement = openSettlement(context)
  const slots = connections * SLOTS_PER_CONNECTION
  const dispatch = [
    startDispatch(context, { shift, settlement, slots, connections, urgentOnly: false }),
    startDispatch(context, { shift, settlement, slots: URGENT_SLOTS, connections, urgentOnly: true }),
  ]
  const imports = [openImporting(context, 'checking'), openImporting(context, 'importing')]
  const onImports = (wake: () => void) => context.wake.on('imports', wake)
  const onRecount = (wake: () => void) => context.wake.on(RECOUNT, wake)
  const loops = [
    ...dispatch,
    ...imports.map(({ turn }) => startLoop({ name: 'imports', everyMs: 2000, log, turn, onWake: onImports })),
    startLoop({ name: 'expire imports', everyMs: 600_000, log, turn: () => expireImports(context) }),
    startLoop({ name: 'phone quality', everyMs: 10_000, log, turn: () => recountTurn(context), onWake: onRecount }),
    startLoop({
      name: 'events',
      everyMs: 1000,
      log,
      turn: () => eventsTurn(context),
      onWake: (wake) => context.wake.on('events', wake),
    }),
    startLoop({ name: 'forget links', everyMs: 600_000, log, turn: () => forgetLinks(context) }),
    startLoop({ name: 'ask', everyMs: 2000, log, turn: openAsking(context) }),
    startLoop({ name: 'ask for replies', everyMs: 2000, log, turn: openPolling(context) }),
    startLoop({ name: 'reconcile', everyMs: 2000, log, turn: openReconciling(context) }),
    startLoop({ name: 'doubt', everyMs: 2000, log, turn: () => doubtRestored(context) }),
    startLoop({ name: 'look for a copy', everyMs: 60_000, log, turn: lookForOther }),
    startLoop({ name: 'sweep', everyMs: 1500, log, turn: () => sweep(context) }),
    startLoop({ name: 'tell of pauses', everyMs: 2000, log, turn: () => tellPauses(context) }),
    startLoop({ name: 'mail', everyMs: 2000, log, turn: () => deliverMails(context) }),
    // So that an entry is chained within a second of its commit.
    startLoop({
      name: 'mail of messages',
      everyMs: 2000,
      log,
      turn: () => deliverMessageMails(context, MESSAGE_MAILS),
      onWake: (wake) => context.wake.on('mail', wake),
    }),
    startLoop({ name: 'audit chain', everyMs: 500, log, turn: openChaining(context) }),
    startLoop({ name: 'audit heads', everyMs: 15_000, log, turn: () => headsTurn(context) }),
    startLoop({ name: 'forget mail', everyMs: 600_000, log, turn: () => forgetMails(context) }),
    startLoop({ name: 'erase', everyMs: 10_000, log, turn: () => eraseTurn(context) }),
    startLoop({ name: 'where replies go', everyMs: 5000, log, turn: () => lookAtRepliesDue(context) }),
    startLoop({ name: 'erase people', everyMs: 2000, log, turn: () => erasingTurn(context) }),
    startLoop({ name: 'readiness', everyMs: 5000, log, turn: () => readinessTurn(context) }),
  ]
  return {
    async stop() {
      for (const one of imports) one.stop()
      await Promise.all(loops.map((loop) => loop.stop()))
      await settlement.settled()
      await shift.stop()
    },
  }
}
