import { ACTIONS, type Told, type Words } from './actions.ts'
import { inClauses, shortId } from './changes.ts'

const known: Record<string, Words> = ACTIONS

/** "Dana changed the sender from … to …". */
export function tellEntry({ actor, ...told }: Told & { actor: Actor }): string {
  return `${nameOf(actor)} ${tellDeed(told)}`
}

interface Actor {
  kind: string
  name: string
}

/** A key is called by people as they like: that it is one must be said. */
export function nameOf({ kind, name }: Actor): string {
  return kind === 'api_key' ? `API key ${name}` : name
}

/** The same without who did it. What a newer version recorded is told as well as can be. */
export function tellDeed(told: Told): string {
  const words = Object.hasOwn(known, told.action) ? known[told.action] : undefined
  if (words) return words.did(told)
  const clauses = inClauses(told.changes)
  return `did “${told.action.replaceAll(/[._]/g, ' ')}” to ${shortId(told.target)}${clauses ? `: ${clauses}` : ''}`
}

export function titleOf(action: string): string {
  return Object.hasOwn(known, action) ? known[action]!.title : action
}

/** `sms_settings` stands for all that begin with it. Unknown ones stand for themselves, and nothing is found. */
export function actionsOf(kindOrAction: string): string[] {
  const ofKind = Object.keys(ACTIONS).filter((action) => action.split('.')[0] === kindOrAction)
  return ofKind.length ? ofKind : [kindOrAction]
}
