import { problemIn } from '../problem.ts'
import type { Faults } from '../ui/form.ts'
import { toastFailure } from '../ui/toast.tsx'

export interface Entered {
  code: string
}

/** Pasted with a space in the middle it is the same code. */
export function digitsOf({ code }: Entered): string {
  return code.replace(/\s/g, '')
}

/** What the server says of a code, at its field; `failure` is said where it says nothing of it. */
export function codeFaultsOf(error: Error, failure: string): Faults<Entered> {
  const body = problemIn(error)?.body
  const text = body?.errors?.[0]?.detail ?? (body && body.status < 500 ? body.detail : undefined)
  if (!text) toastFailure(failure, error)
  return text ? { code: { text } } : {}
}
