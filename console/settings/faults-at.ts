import type { ApiProblem } from '../problem.ts'
import type { Faults } from '../ui/form.ts'

/** The server's findings at the fields they are about. What the banner says in full is not said again at the field. */
export function faultsAt<V>(problem: ApiProblem | null, pointers: Record<string, keyof V & string>): Faults<V> {
  const faults: Faults<V> = {}
  for (const { pointer, detail } of problem?.body.errors ?? []) {
    const known = Object.keys(pointers).find((start) => pointer.startsWith(start))
    if (known) faults[pointers[known]!] ??= { text: problem?.is('provider_refused') ? '' : detail }
  }
  return faults
}
