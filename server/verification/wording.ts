import type { Context } from '../kit/context.ts'
import { isAnswerable } from '../messages/opt-out-line.ts'
import type { Current } from '../settings/current.ts'

/**
 * What is said before somebody asks for a code (CTIA Messaging Principles §5.1: who, what, how often, cost, how to end it
 * and get help). STOP and HELP are named only where an answer comes to something: what was said is kept as evidence.
 */
export async function readWording(context: Context, { workspace, settings }: Current): Promise<string> {
  const name = settings?.name_in_texts ?? workspace.name
  const answerable = await isAnswerable(context, workspace.workspace_id)
  return `${name} will text you about what you choose, a few times a day at most. Message and data rates may apply. ${
    answerable ? 'Reply STOP to end, HELP for help.' : unanswerable(workspace.support_contact)
  }`
}

function unanswerable(contact: string | null): string {
  const help = contact ? ` For help: ${contact}` : ''
  return `These texts cannot be answered: switch them off here, in your profile, at any time.${help}`
}
