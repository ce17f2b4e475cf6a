import type { Context } from './kit/context.ts'
import { chance } from './kit/id.ts'
import { type Loop, startLoop } from './kit/loop.ts'
import { openAsking } from './messages/ask.ts'
import { startDispatch } from './messages/dispatch.ts'
import { sweep } from './messages/sweep.ts'
import { readinessTurn } from './readiness/look.ts'

/** All that runs by itself. `stop` lets what is in flight end and stores how. */
export function startWorker(context: Context, options: { connections: number }): Loop {
  const worker = `wrk_${chance(16)}`
  const { log } = context
  const loops = [
    // Several times the connections: while texts are begun and stored, each must have its next one at hand.
    startDispatch(context, { worker, slots: options.connections * 10 }),
    startLoop({ name: 'ask', everyMs: 2000, log, turn: openAsking(context) }),
    startLoop({ name: 'sweep', everyMs: 1500, log, turn: () => sweep(context) }),
    startLoop({ name: 'readiness', everyMs: 5000, log, turn: () => readinessTurn(context) }),
  ]
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}
