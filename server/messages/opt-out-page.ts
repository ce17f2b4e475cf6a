import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context as HonoContext } from 'hono'
import { html } from 'hono/html'
import { maskPhone } from '../../shared/phone.ts'
import { spokenLanguage } from '../../shared/sms/answers.ts'
import { limitBody } from '../kit/body-limit.ts'
import type { Context } from '../kit/context.ts'
import { type Part, PLAIN_PAGE_HEADERS, plainPage } from '../kit/plain-page.ts'
import type { Env } from '../kit/route.ts'
import { countUse } from '../workspaces/account-limit.ts'
import { clientAddress } from '../workspaces/client-address.ts'
import { followLink, takeBack } from './follow-opt-out.ts'
import { type Followed, findLink, OPT_OUT_PATH } from './opt-out-links.ts'
import { PAGE_WORDS, type PageWords } from './opt-out-page-words.ts'

/** Of pages that one address may open in an hour: more than a person follows, and too few to try codes. */
const PAGES_AN_HOUR = 120
const LARGEST_FORM_BYTES = 4096

/**
 * Where the link of a text leads. Looking at it changes nothing, since mail and phone programs look at links before
 * anybody does; only the button does. Without a script and without a sign-in: whoever has the text has the phone.
 */
export function optOutPage(context: Context) {
  const path = `${OPT_OUT_PATH}/:code`
  return new OpenAPIHono<Env>()
    .use(path, async (c, next) => {
      for (const [name, value] of PLAIN_PAGE_HEADERS) c.header(name, value)
      const seconds = await countUse(context, `opt-out-page|${clientAddress(c) ?? ''}`, PAGES_AN_HOUR)
      if (seconds === null) return next()
      c.header('retry-after', String(seconds))
      return c.text('Too many pages were opened from this address. Try again later.', 429)
    })
    .get(path, async (c) => {
      const found = await findLink(context, c.req.param('code'))
      if (!found) return over(c)
      return found.stopped ? c.html(await stoppedPage(context, found, null)) : c.html(await askPage(context, found))
    })
    .post(
      path,
      limitBody(LARGEST_FORM_BYTES, (c) => c.body(null, 413)),
      async (c) => {
        const found = await findLink(context, c.req.param('code'))
        if (!found) return over(c)
        const undo = new URLSearchParams(await c.req.text()).get('undo')
        if (undo !== null && (await takeBack(context, found, undo, clientAddress(c))))
          return c.html(await page(context, found, ({ undone }) => undone))
        return c.html(await stoppedPage(context, found, await followLink(context, found, clientAddress(c))))
      },
    )
}

function over(c: HonoContext) {
  const languages = (c.req.header('accept-language') ?? '').split(',').map((one) => one.split(';')[0]!.trim())
  const language = spokenLanguage(languages)
  return c.html(frame(language, '', html`<p>${PAGE_WORDS[language]!.over}</p>`), 404)
}

async function askPage(context: Context, found: Followed) {
  return page(
    context,
    found,
    ({ ask }) => ask,
    ({ button }) => html`<form method="post"><button>${button}</button></form>`,
  )
}

/** `undo`: what lets whoever pressed the button take it back at once. */
async function stoppedPage(context: Context, found: Followed, undo: string | null) {
  return page(
    context,
    found,
    ({ done }) => done,
    (words) =>
      undo === null
        ? ''
        : html`<form method="post"><input type="hidden" name="undo" value="${undo}" /><button class="quiet">${words.undo}</button></form>`,
  )
}

async function page(
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

/** Masked; null once the person was erased. */
async function shownNumber(context: Context, { workspaceId, messageId, toSealed }: Followed): Promise<string | null> {
  if (!toSealed || toSealed.length === 0) return null
  const sealer = await context.keys.forWorkspace(workspaceId)
  return maskPhone(sealer.open(`messages.to|${messageId}`, toSealed))
}

function frame(language: string, title: string, body: Part) {
  return plainPage({ language, title: title || 'SMS', body })
}
