import { domainToASCII } from 'node:url'

/** What the head of an alert's mail says beside subject and recipient. */
export interface MailHead {
  messageId: string
  /** The workspace's name: the address itself is the operator's. */
  from: string
  replyTo: string | null
  /** The same for all mails about one thing. */
  thread: string
  unsubscribe: string | null
}

/**
 * For the mail library, which encodes what is no ASCII and lets no value begin another line.
 *
 * The id is the message's, so that a mail that is handed over again is known as the same (RFC 5322 §3.6.4). All mails
 * about one thing answer one that was never sent, by which programs put them together. Nobody's absence note may come
 * back (RFC 3834 §5, and the header that Exchange reads: MS-OXCMAIL §2.2.3.2.14); `Precedence` is left out, since RFC 3834
 * §3.1.8 asks nobody for it and `bulk` makes some servers hold back what is urgent. List-Unsubscribe is RFC 2369 §3.2; it
 * may be done with one click where it is https (RFC 8058 §3.1), and the operator's server has to sign both (§4).
 */
export function headOf(head: MailHead, address: string) {
  const domain = domainToASCII(address.slice(address.lastIndexOf('@') + 1)) || 'localhost'
  const root = `<${head.thread}@${domain}>`
  return {
    from: { name: head.from, address },
    ...(head.replyTo !== null && { replyTo: head.replyTo }),
    messageId: `<${head.messageId}@${domain}>`,
    inReplyTo: root,
    references: root,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'OOF, AutoReply',
      ...(head.unsubscribe !== null && unsubscribing(head.unsubscribe)),
    },
  }
}

function unsubscribing(url: string): Record<string, string> {
  const list = { 'List-Unsubscribe': `<${url}>` }
  return url.startsWith('https:') ? { ...list, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : list
}
