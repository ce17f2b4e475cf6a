import { charactersForcingUcs2 } from '../../shared/sms/segments.ts'
import type { Faults } from '../ui/form.ts'
import type { Template, TemplateDraft } from './api.ts'

export interface TemplateValues {
  subject: string
  body: string
  /** The text has words of its own; otherwise the catalog's hold for it. */
  ownSms: boolean
  sms: string
}

/** Which field a pointer of the server's answer means. */
export const templatePointers = { '/email_subject': 'subject', '/email_body': 'body', '/sms_wording': 'sms' } as const

type Words = Pick<Template['current'], 'email_subject' | 'email_body' | 'sms_wording'>

export function valuesOf(words: Words, catalog: Template['catalog']): TemplateValues {
  return {
    subject: words.email_subject,
    body: words.email_body,
    ownSms: words.sms_wording !== null,
    sms: words.sms_wording ?? catalog.sms_wording,
  }
}

export function toDraft({ subject, body, ownSms, sms }: TemplateValues): TemplateDraft {
  return { email_subject: subject.trim(), email_body: body.trim(), sms_wording: ownSms ? sms.trim() : null }
}

export function templateRules({ subject, body, ownSms, sms }: TemplateValues): Faults<TemplateValues> {
  const missing = (text: string, what: string) => (text.trim() ? undefined : { text: `${what} is missing.` })
  return {
    subject: missing(subject, 'The subject'),
    body: missing(body, 'The body'),
    sms: ownSms ? missing(sms, 'What the text says') : undefined,
  }
}

/** What was written as it would be without the characters that have a plain form. */
export function madePlain(wording: string): string {
  let plain = ''
  let from = 0
  for (const { index, character, replacement } of charactersForcingUcs2(wording)) {
    plain += wording.slice(from, index) + (replacement ?? character)
    from = index + character.length
  }
  return plain + wording.slice(from)
}

/** A text with something put where the cursor is, in place of what is marked. */
export function inserted(text: string, at: { start: number; end: number }, piece: string) {
  return { text: text.slice(0, at.start) + piece + text.slice(at.end), cursor: at.start + piece.length }
}
