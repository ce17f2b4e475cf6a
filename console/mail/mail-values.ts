import type { Installation, InstallationPatch } from '../api.ts'
import type { Faults } from '../ui/form.ts'

export type MailServer = NonNullable<Installation['mail']['server']>

export interface MailValues {
  host: string
  port: string
  security: Security
  user: string
  password: string
  from: string
}

/** TLS asked for after the greeting, or from the first byte. */
export type Security = 'starttls' | 'tls'

export const usualPort: Record<Security, string> = { starttls: '587', tls: '465' }

export function storedMail(server: MailServer | null): MailValues {
  if (!server) return { host: '', port: usualPort.starttls, security: 'starttls', user: '', password: '', from: '' }
  const { host, port, secure, user, from } = server
  return { host, port: String(port), security: secure ? 'tls' : 'starttls', user: user ?? '', password: '', from }
}

/** The password is kept for the server and user that it was given for, and for no other. */
export function keepsPassword({ host, user }: MailValues, stored: MailServer | null): boolean {
  return stored?.password_set === true && stored.host === host.trim() && stored.user === user.trim()
}

export function mailRules(values: MailValues, stored: MailServer | null): Faults<MailValues> {
  const port = Number(values.port)
  return {
    host: /^[\w.:-]+$/.test(values.host.trim())
      ? undefined
      : { text: 'The name of the mail server, as in smtp.acme.example.' },
    port: Number.isInteger(port) && port >= 1 && port <= 65535 ? undefined : { text: 'A number from 1 to 65535.' },
    password:
      values.user.trim() && !values.password && !keepsPassword(values, stored)
        ? { text: 'This server and user need their own password.' }
        : undefined,
    from: /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(values.from.trim())
      ? undefined
      : { text: 'An email address, as in sms@acme.example.' },
  }
}

export function toMailPatch(values: MailValues): InstallationPatch {
  const { host, port, security, user, password, from } = values
  return {
    mail: {
      host: host.trim(),
      port: Number(port),
      secure: security === 'tls',
      ...(user.trim() && { user: user.trim() }),
      ...(user.trim() && password && { password }),
      from: from.trim(),
    },
  }
}

/** The other way to encrypt usually has the other port. */
export function portFor(values: MailValues, next: Security): string {
  return values.port === usualPort[values.security] ? usualPort[next] : values.port
}
