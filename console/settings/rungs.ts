import type { CheckLine } from '../problem.ts'
import type { Rung } from '../ui/Ladder.tsx'

export function rungsOf(lines: CheckLine[]): Rung[] {
  return lines.map((line, n) => ({ key: `${n}${line.id}`, state: line.status, text: line.text, detail: line.detail }))
}
