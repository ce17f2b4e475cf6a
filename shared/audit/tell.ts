import { ACTIONS, type Told, type Words } from './actions.ts'
import { inClauses } from './changes.ts'

const known: Record<string, Words> = ACTIONS

/** "Dana changed the sender from … to …". */
export function tellEntry(told: Told & { actor: string }): string {
  return `${told.actor} ${tellDeed(told)}`
}

/** The same without who did it. What a newer version recorded is told as well as can be. */
export function tellDeed(told: Told): string {
  const words = Object.hasOwn(known, told.action) ? known[told.action] : undefined
  if (words) return words.did(told)
  const clauses = inClauses(told.changes)
  return `did “${told.action.replaceAll(/[._]/g, ' ')}” to ${told.target}${clauses ? `: ${clauses}` : ''}`
}

export function titleOf(action: string): string {
  return Object.hasOwn(known, action) ? known[action]!.title : action
}

/** `sms_settings` stands for all that begin with it. Unknown ones stand for themselves, and nothing is found. */
export function actionsOf(kindOrAction: string): string[] {
  const ofKind = Object.keys(ACTIONS).filter((action) => action.split('.')[0] === kindOrAction)
  return ofKind.length ? ofKind : [kindOrAction]
}
