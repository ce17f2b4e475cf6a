import { INBOUND_PATH, inboundAddress, isInboundToken } from '../consent/inbound-address.ts'
import type { Context } from '../kit/context.ts'
import { isInside } from './receipts-address.ts'

/** A connection, by the workspace whose it is. */
export interface ReplyPlace {
  workspaceId: string
  connectionId: string
  provider: string
}

/** Where people's texts to the senders of a connection have to go; null where nobody outside could reach it. */
export function repliesAddress(
  { keys, publicUrl }: Pick<Context, 'keys' | 'publicUrl'>,
  place: ReplyPlace,
): string | null {
  const base = publicUrl()
  if (base === null || (place.provider === 'twilio' && isInside(new URL(base).hostname))) return null
  return inboundAddress(keys, base, place)
}

/** Kinds of provider that cannot bring anything here, so that texts that came in are asked for. */
export function providersToPoll(context: Pick<Context, 'keys' | 'publicUrl'>): string[] {
  const nobody = { workspaceId: '', connectionId: '' }
  return ['twilio', 'simulator'].filter((provider) => repliesAddress(context, { ...nobody, provider }) === null)
}

const SHAPE = new RegExp(`^${INBOUND_PATH}/(ws_[0-9a-z]{26})/(con_[0-9a-z]{26})/([\\w-]{32})$`)

/** Which connection an address stands for, by its path; `ours` where this installation gave it away. */
export function readReplyAddress(
  keys: Context['keys'],
  url: string,
): { workspaceId: string; connectionId: string; ours: boolean } | null {
  const [, workspaceId, connectionId, token] = (URL.canParse(url) && SHAPE.exec(new URL(url).pathname)) || []
  if (workspaceId === undefined || connectionId === undefined || token === undefined) return null
  return { workspaceId, connectionId, ours: isInboundToken(keys, { workspaceId, connectionId }, token) }
}

/** A part of a path that is rather a secret than a name. */
const LOOKS_SECRET = /^(?=.*\d)[\w.~%-]{16,}$/

/** As far as it may be shown: no values of the query, no password, no part of the path that nobody could have chosen. */
export function shownAddress(url: string): string {
  if (!URL.canParse(url)) return '••••'
  const { protocol, host, pathname, search } = new URL(url)
  const path = pathname
    .split('/')
    .map((part) => (LOOKS_SECRET.test(part) ? '••••' : part))
    .join('/')
  return `${protocol}//${host}${path === '/' ? '' : path}${search && '?••••'}`
}
