import type { Context } from '../kit/context.ts'
import { headOf, type MailHead } from './head.ts'
import type { MailSettings } from './settings.ts'
import { connect, type MailTrouble, toTrouble } from './smtp.ts'

export interface Mail {
  settings: MailSettings
  to: string
  subject: string
  text: string
  html?: string
  head?: MailHead
}

export type MailOutcome = { kind: 'accepted'; answer: string } | MailTrouble

type Transport = ReturnType<typeof connect>

/** Hands one mail to the operator's server and says what it answered; over `open`, which is left open, or by itself. */
export async function sendMail(context: Context, mail: Mail, open?: Transport): Promise<MailOutcome> {
  const { settings, head, ...content } = mail
  const transport = open ?? connect(settings)
  try {
    const { response } = await transport.sendMail({
      from: settings.from,
      date: context.now(),
      ...content,
      ...(head && headOf(head, settings.from)),
    })
    return { kind: 'accepted', answer: response }
  } catch (error) {
    const trouble = toTrouble(error, settings)
    context.log.warn({ mail: trouble.kind, setting: trouble.field }, 'a mail was not sent')
    return trouble
  } finally {
    if (!open) transport.close()
  }
}
