import type { Actor, Context } from '../../kit/context.ts'
import { Problem } from '../../kit/problem.ts'
import { recheckNow } from '../../settings/recheck.ts'
import { readChannelFacts } from './facts.ts'
import type { SmsDiagnosis } from './schema.ts'
import { symptomsOf } from './symptoms.ts'

/** What people see, and what was found for it. The provider is asked anew, unless it was a moment ago. */
export async function diagnoseChannel(context: Context, actor: Actor): Promise<SmsDiagnosis> {
  const asked = await askAnew(context, actor.workspaceId)
  const facts = await readChannelFacts(context, actor)
  return { asked_provider: asked, checked_at: context.now().toISOString(), symptoms: symptomsOf(facts) }
}

/** Nothing connected, not ours to ask, or asked a moment ago: then what is known is told. */
async function askAnew(context: Context, workspaceId: string): Promise<boolean> {
  try {
    await recheckNow(context, workspaceId)
    return true
  } catch (error) {
    if (error instanceof Problem && error.status < 500) return false
    throw error
  }
}
