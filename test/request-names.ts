import { chance } from '../server/kit/id.ts'
import type { Permission } from '../shared/permissions.ts'

/** What a request may name: things of one's own, of a stranger, or things that do not exist. */
export interface Names {
  workspace: string
  message: string
  /** A message that may be sent again. */
  failed: string
  /** A text that failed, to somebody who has an address. */
  unreached: string
  /** A message in doubt, which only a person can decide. */
  doubtful: string
  apiKey: string
  /** Another session of somebody who has one already. */
  session: string
  auditEntry: string
  /** A person who belongs to the workspace. */
  member: string
  /** Somebody of the directory. */
  person: string
  /** Of people. */
  group: string
  /** Of people too: one whose file waits to be started. */
  import: string
  scimToken: string
  event: string
  /** Of the inbox of somebody who has a session. */
  inboxEntry: string
  trigger: string
  /** One that is on, and has a second secret. */
  webhook: string
  /** To the webhook. */
  delivery: string
  /** Of events: a word of the workspace's own. */
  eventType: string
  /** Of the workspace's own. */
  role: string
  invitation: string
  /** A text that somebody sent, of which a person has to say what it means. */
  inbound: string
  /** Of an opt-out. */
  handle: string
  /** Of the list of opt-outs. */
  cursor: string
  number: string
  idempotencyKey: string
  /** Whole settings that the caller's provider accepts. */
  settings: Record<string, unknown>
}

export interface Request {
  path: string
  body?: unknown
  /** In place of a body: text that is sent as it is. */
  raw?: string
  headers?: Record<string, string>
}

export interface RouteCase {
  /** The permissions it takes all of, or who else it is for; a person is who signed in, and not a key. */
  needs: readonly Permission[] | 'anybody' | 'caller' | 'person' | 'operator'
  /** A good request; one that names nothing of a workspace is the same for everybody. */
  request: (names: Names) => Request
  namesNothing?: true
  /** It ends the workspace, or what others ask about; asked after all others. */
  last?: true
}

export const idempotent = ({ idempotencyKey }: Names) => ({ 'idempotency-key': idempotencyKey })

/** The same for everybody. */
export const asIs = (path: string, body?: unknown): Pick<RouteCase, 'request' | 'namesNothing'> => ({
  request: () => ({ path, ...(body !== undefined && { body }) }),
  namesNothing: true,
})

let made = 0

/** Names that look real and that nobody has; new ones each time. What is added to {@link Names} is added here. */
export function madeUpNames(settings: Record<string, unknown> = {}): Names {
  const id = (prefix: string) => `${prefix}_${chance(26)}`
  made += 1
  return {
    workspace: id('ws'),
    message: id('msg'),
    failed: id('msg'),
    unreached: id('msg'),
    doubtful: id('msg'),
    apiKey: id('key'),
    session: id('ses'),
    auditEntry: id('aud'),
    person: id('per'),
    group: id('grp'),
    scimToken: id('sct'),
    event: id('evt'),
    inboxEntry: id('msg'),
    trigger: id('trg'),
    webhook: id('whe'),
    delivery: id('whd'),
    eventType: `own.${chance(20).toLowerCase()}`,
    import: id('imp'),
    member: id('usr'),
    role: id('rol'),
    invitation: id('inv'),
    inbound: id('inb'),
    handle: `num_${chance(43)}`,
    cursor: `1~num_${chance(43)}`,
    number: `+1415556${String(1000 + (made % 9000))}`,
    idempotencyKey: `never used ${chance(26)}`,
    settings,
  }
}
