import type { Canary } from './canaries.ts'
import type { Observed, Place } from './observed.ts'
import { doAll } from './steps.ts'
import { openWorld, type World } from './world.ts'

/** What was planted, and all that could be seen while everything was done that can be done. */
export interface Everything {
  seen: Observed
  secrets: Canary[]
  phones: Canary[]
  /** Texts, and what events say: shown to those who may read them, and otherwise nowhere. */
  bodies: Canary[]
  /** Those among them that an event says. */
  ofEvents: Canary[]
  madeHere: World['madeHere']
  attemptStates: string[]
  tables: Place[]
  files: Place[]
  processes: string
}

export async function doEverything(): Promise<Everything> {
  const world = await openWorld()
  const { seen, madeHere } = world
  try {
    await doAll(world)
    const states = await seen.query<{ state: string }>('select distinct state from attempts order by 1')
    const [tables, processes] = [await seen.tables(), await seen.processes()]
    await seen.end()
    const { body, eventCode, eventPhone, phone, redirectPhone, optOutPhone, ...secrets } = world.planted
    return {
      seen,
      secrets: Object.values(secrets),
      phones: [phone, redirectPhone, optOutPhone],
      bodies: [body, eventCode, eventPhone],
      ofEvents: [eventCode, eventPhone],
      madeHere,
      attemptStates: states.map(({ state }) => state),
      tables,
      files: await seen.files(),
      processes,
    }
  } catch (error) {
    await seen.remove()
    throw error
  } finally {
    await world.close()
  }
}
