import type { Sealer } from '../kit/seal.ts'

/** How to reach the operator's mail server. It is the operator's own choice of host, so egress rules do not apply to it. */
export interface MailSettings {
  host: string
  port: number
  /** TLS from the first byte; otherwise STARTTLS. */
  secure: boolean
  user: string | null
  password: string | null
  /** What mail is sent from. */
  from: string
}

const PURPOSE = 'installation.mail'

export function sealMail(sealer: Sealer, settings: MailSettings): Buffer {
  return sealer.seal(PURPOSE, JSON.stringify(settings))
}

export function openMail(sealer: Sealer, sealed: Buffer): MailSettings {
  return JSON.parse(sealer.open(PURPOSE, sealed)) as MailSettings
}

/** For people: all but the password. */
export function describeMail(settings: MailSettings): string {
  const user = settings.user === null ? '' : `${settings.user}@`
  return `${settings.secure ? 'smtps' : 'smtp'}://${user}${settings.host}:${settings.port}`
}

/** @throws {Error} in words that never quote the address, since it holds the password. */
export function readMailUrl(text: string, from: string): MailSettings {
  const url = URL.parse(text)
  const secure = url?.protocol === 'smtps:'
  if (!url?.hostname || (!secure && url.protocol !== 'smtp:'))
    throw new Error('HANDSET_SMTP_URL is not an address like smtp://user:password@host:587 (or smtps:// for port 465).')
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    user: decoded(url.username),
    password: decoded(url.password),
    from,
  }
}

function decoded(part: string): string | null {
  if (part === '') return null
  try {
    return decodeURIComponent(part)
  } catch {
    throw new Error('HANDSET_SMTP_URL holds a % that is not an escape. Write it as %25.')
  }
}
