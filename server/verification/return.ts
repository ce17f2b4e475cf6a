import type { Actor, Context } from '../kit/context.ts'
import { Problem } from '../kit/problem.ts'
import type { openAcceptance } from '../messages/accept.ts'
import { type Returned, type Returning, sendWayBack, takeWayBack } from '../messages/way-back.ts'
import { readWhole } from '../settings/above.ts'
import { readOwnPhone } from './state.ts'
import { readWording } from './wording.ts'

/** Texts that the link of one ended are to come again: a code goes to one's own number, which shows who has the phone. */
export async function askToReturn(
  context: Context,
  accept: ReturnType<typeof openAcceptance>,
  actor: Actor,
): Promise<void> {
  const current = await readWhole(context, actor.workspaceId)
  const name = current.settings?.name_in_texts ?? current.workspace.name
  await sendWayBack(context, accept, await returningOf(context, actor), {
    wording: await readWording(context, current),
    body: (code) =>
      `${name}: ${code} lets our texts come to this number again. If you did not ask for that, do nothing.`,
  })
}

export async function confirmReturn(context: Context, actor: Actor, entered: string): Promise<Returned> {
  return takeWayBack(context, await returningOf(context, actor), entered)
}

async function returningOf(context: Context, actor: Actor): Promise<Returning> {
  const { number } = await readOwnPhone(context, actor)
  if (number === null) throw new Problem(409, 'no_way_back', 'You have no number here.')
  const { workspaceId, address } = actor
  return { workspaceId, number, numberHash: context.keys.hashNumber(number), address }
}
