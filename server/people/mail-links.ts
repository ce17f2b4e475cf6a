import type { Context } from '../kit/context.ts'
import { sameBytes } from '../kit/seal.ts'

/** Where the links of mails lead by which somebody chooses what they get. */
export const MAIL_LINK_PATH = '/u'

/** Long enough for a mail that is found again after months; a new one comes with every mail. */
const GOOD_FOR_DAYS = 180
const DAY_MS = 86_400_000
/** Of an HMAC-SHA-256: half of it is beyond guessing (RFC 2104 §5). */
const SIGNED_BYTES = 16

export interface MailLink {
  workspaceId: string
  personId: string
  /** Of the event that the mail told of. */
  eventType: string
}

export interface MailWays {
  unsubscribeUrl: string | null
  preferencesUrl: string | null
}

/** What a mail to somebody leads to. Without a public address nobody could follow it. */
export function mailWaysOf(context: Context, { member, ...link }: MailLink & { member: boolean }): MailWays {
  const publicUrl = context.publicUrl()
  if (publicUrl === null) return { unsubscribeUrl: null, preferencesUrl: null }
  const own = `${publicUrl}${MAIL_LINK_PATH}/${codeOf(context, link)}`
  return { unsubscribeUrl: own, preferencesUrl: member ? `${publicUrl}/profile/preferences` : `${own}#all` }
}

/** Signed and not stored: a million mails make no row, and no link can be found in the database. */
function codeOf(context: Context, link: MailLink): string {
  const day = Math.floor(context.now().getTime() / DAY_MS).toString(36)
  return [bare(link.workspaceId) + bare(link.personId), link.eventType, day, signature(context, link, day)].join('-')
}

function bare(id: string): string {
  return id.slice(id.indexOf('_') + 1)
}

/** Numbers begin with a plus, so this text can never be one and its hash is no number's. */
function signature({ keys }: Context, { workspaceId, personId, eventType }: MailLink, day: string): string {
  const signed = keys.hashNumber(`mail-link|${workspaceId}|${personId}|${eventType}|${day}`)
  return signed.subarray(0, SIGNED_BYTES).toString('base64url')
}

const CODE = /^([0-9a-z]{26})([0-9a-z]{26})-([a-z][a-z0-9_.]{0,63})-([0-9a-z]{1,6})-([A-Za-z0-9_-]{22})$/

/** Whose link it is; null for one that we did not make, or whose time is over. */
export function readMailLink(context: Context, code: string): MailLink | null {
  const [, workspace, person, eventType, day, signed] = CODE.exec(code) ?? []
  if (!signed) return null
  const link = { workspaceId: `ws_${workspace}`, personId: `per_${person}`, eventType: eventType! }
  if (!sameBytes(Buffer.from(signed), Buffer.from(signature(context, link, day!)))) return null
  const ageDays = context.now().getTime() / DAY_MS - Number.parseInt(day!, 36)
  return ageDays <= GOOD_FOR_DAYS ? link : null
}

/** What lets whoever changed something take it back: true of these words, this link and this time alone. */
export function undoSignature(context: Context, { workspaceId, personId }: MailLink, said: string): string {
  return context.keys.hashNumber(`mail-link-undo|${workspaceId}|${personId}|${said}`).toString('base64url')
}
