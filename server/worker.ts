import { setTimeout as sleep } from 'node:timers/promises'
import { CHORES } from './chores.ts'
import type { Context } from './kit/context.ts'
import { type Loop, startLoop } from './kit/loop.ts'
import { startDispatch } from './messages/dispatch.ts'
import { doubtRestored } from './messages/doubt.ts'
import { openSettlement } from './messages/settle.ts'
import { startShift } from './messages/shift.ts'
import { openImporting } from './people/import/run-imports.ts'
import { startWebhooks } from './webhooks/deliver.ts'
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
  const loops = [
    ...dispatch,
    ...imports.map(({ turn }) => startLoop({ name: 'imports', everyMs: 2000, log, turn, onWake: onImports })),
    startWebhooks(context),
    startLoop({ name: 'look for a copy', everyMs: 60_000, log, turn: lookForOther }),
    ...CHORES.map(({ name, everyMs, wokenBy, open }) =>
      startLoop({
        name,
        everyMs,
        log,
        turn: open(context),
        ...(wokenBy && { onWake: (wake) => context.wake.on(wokenBy, wake) }),
      }),
    ),
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
