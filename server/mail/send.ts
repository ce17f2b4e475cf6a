import type { Context } from '../kit/context.ts'
import type { MailSettings } from './settings.ts'
import { connect, type MailTrouble, toTrouble } from './smtp.ts'

export interface Mail {
  settings: MailSettings
  to: string
  subject: string
  text: string
}

export type MailOutcome = { kind: 'accepted'; answer: string } | MailTrouble

/** Hands one mail to the operator's server and says what it answered. */
export async function sendMail(context: Context, mail: Mail): Promise<MailOutcome> {
  const { settings, to, subject, text } = mail
  const transport = connect(settings)
  try {
    const { response } = await transport.sendMail({ from: settings.from, to, subject, text, date: context.now() })
    return { kind: 'accepted', answer: response }
  } catch (error) {
    const trouble = toTrouble(error, settings)
    context.log.warn({ mail: trouble.kind, setting: trouble.field }, 'a mail was not sent')
    return trouble
  } finally {
    transport.close()
  }
}
