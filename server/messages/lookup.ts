import { maskPhone, readPhone } from '../../shared/phone.ts'
import { handleOf } from '../consent/handle.ts'
import type { Actor, Context } from '../kit/context.ts'
import { invalid } from '../kit/problem.ts'

/** What stands for a number in addresses and filters, so that the number itself need not. */
export function lookUpNumber(context: Context, actor: Actor, typed: string): { handle: string; masked: string } {
  const phone = readPhone(typed)
  if (!phone.ok) throw invalid([{ pointer: '/number', detail: phone.text }])
  const handle = handleOf(context.keys, actor.workspaceId, context.keys.hashNumber(phone.e164))
  return { handle, masked: maskPhone(phone.e164) }
}
