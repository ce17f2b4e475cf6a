import type { Stage } from './stage.ts'
import type { Figure } from './trial.ts'

/** The longest of several outages, against what it may take. */
export function backWithin(what: string, outagesMs: number[], limitMs: number): Figure {
  const longestMs = Math.max(0, ...outagesMs)
  return { text: `${what} within ${inSeconds(longestMs)}`, ok: longestMs <= limitMs, timing: true }
}

export async function soundDatabase({ postgres }: Stage): Promise<Figure> {
  const damage = await postgres.findDamage()
  return { text: damage.length ? `damage: ${damage.join('; ')}` : 'database sound', ok: damage.length === 0 }
}

export function inSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
