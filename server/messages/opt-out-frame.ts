import { html } from 'hono/html'
import { maskPhone } from '../../shared/phone.ts'
import { spokenLanguage } from '../../shared/sms/answers.ts'
import type { Context } from '../kit/context.ts'
import { type Part, plainPage } from '../kit/plain-page.ts'
import type { Followed } from './opt-out-links.ts'
import { PAGE_WORDS, type PageWords } from './opt-out-page-words.ts'

export async function page(
  context: Context,
  found: Followed,
  sentence: (words: PageWords) => (name: string, number: string) => string,
  below: (words: PageWords) => Part = () => '',
) {
  const language = spokenLanguage([found.person, found.language])
  const words = PAGE_WORDS[language]!
  const number = (await shownNumber(context, found)) ?? words.thisNumber
  const contact = found.contact ? html`<p class="quiet">${words.contact} ${found.contact}</p>` : ''
  const said = sentence(words)(found.name, number)
  return frame(language, found.name, html`<h1>${said}</h1>${below(words)}${contact}`)
}

/** Masked, on one line; null once the person was erased. */
async function shownNumber(context: Context, found: Followed): Promise<string | null> {
  const number = await wholeNumber(context, found)
  return number === null ? null : maskPhone(number).replaceAll(' ', '\u00a0')
}

/** Null once the person was erased. */
export async function wholeNumber(
  context: Context,
  { workspaceId, messageId, toSealed }: Followed,
): Promise<string | null> {
  if (!toSealed || toSealed.length === 0) return null
  const sealer = await context.keys.forWorkspace(workspaceId)
  return sealer.open(`messages.to|${messageId}`, toSealed)
}

export function wordsFor(found: Followed): PageWords {
  return PAGE_WORDS[spokenLanguage([found.person, found.language])]!
}

export function frame(language: string, title: string, body: Part) {
  return plainPage({ language, title: title || 'SMS', body })
}
