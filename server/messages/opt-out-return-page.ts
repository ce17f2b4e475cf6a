import { html } from 'hono/html'
import { maskPhone } from '../../shared/phone.ts'
import type { Context } from '../kit/context.ts'
import { Problem } from '../kit/problem.ts'
import type { openAcceptance } from './accept.ts'
import { page, wholeNumber, wordsFor } from './opt-out-frame.ts'
import type { Followed } from './opt-out-links.ts'
import type { PageWords } from './opt-out-page-words.ts'
import { type Returning, sendWayBack, takeWayBack } from './way-back.ts'

/** A form of the page was sent. */
export interface Pressed {
  found: Followed
  form: URLSearchParams
  address: string | null
}

/** Texts are to come again: a code goes to the phone, and is entered here. Null for a form that is about something else. */
export async function returnPage(
  context: Context,
  accept: ReturnType<typeof openAcceptance>,
  { found, form, address }: Pressed,
) {
  const entered = form.get('code')
  if (entered === null && !form.has('again')) return null
  const number = await wholeNumber(context, found)
  if (number === null) return null
  const { workspaceId, numberHash } = found
  const returning = { workspaceId, numberHash, number, address }
  if (entered === null) return askedPage(context, accept, found, returning)
  const taken = await takeWayBack(context, returning, entered.replace(/\s/g, ''))
  if (taken.ok) return page(context, found, ({ undone }) => undone)
  if (taken.why === 'no_way_back') return null
  return taken.why === 'wrong'
    ? page(
        context,
        found,
        ({ wrong }) =>
          () =>
            wrong,
        codeForm,
      )
    : page(
        context,
        found,
        ({ codeOver }) =>
          () =>
            codeOver,
        askAgain,
      )
}

async function askedPage(
  context: Context,
  accept: ReturnType<typeof openAcceptance>,
  found: Followed,
  returning: Returning,
) {
  const words = wordsFor(found)
  try {
    await sendWayBack(context, accept, returning, {
      wording: words.sent(found.name, maskPhone(returning.number)),
      body: (code) => words.text(found.name, code),
    })
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem
    return problem.status === 429
      ? page(
          context,
          found,
          ({ tooOften }) =>
            () =>
              tooOften,
          codeForm,
        )
      : null
  }
  return page(context, found, ({ sent }) => sent, codeForm)
}

function codeForm(words: PageWords) {
  return html`<form method="post"><label>${words.code} <input name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required /></label> <button>${words.confirm}</button></form>`
}

export function askAgain(words: PageWords) {
  return html`<form method="post"><input type="hidden" name="again" value="1" /><button class="quiet">${words.again}</button></form>`
}
