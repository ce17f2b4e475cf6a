import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context as HonoContext } from 'hono'
import { html } from 'hono/html'
import { spokenLanguage } from '../../shared/sms/answers.ts'
import { limitBody } from '../kit/body-limit.ts'
import type { Context } from '../kit/context.ts'
import { PLAIN_PAGE_HEADERS } from '../kit/plain-page.ts'
import type { Env } from '../kit/route.ts'
import { countUse } from '../workspaces/account-limit.ts'
import { clientAddress } from '../workspaces/client-address.ts'
import { openAcceptance } from './accept.ts'
import { followLink, takeBack } from './follow-opt-out.ts'
import { frame, page } from './opt-out-frame.ts'
import { type Followed, findLink, OPT_OUT_PATH } from './opt-out-links.ts'
import { PAGE_WORDS } from './opt-out-page-words.ts'
import { askAgain, type Pressed, returnPage } from './opt-out-return-page.ts'
import { mayReturn } from './way-back.ts'

/** Of pages that one address may open in an hour: more than a person follows, and too few to try codes. */
const PAGES_AN_HOUR = 120
const LARGEST_FORM_BYTES = 4096

/**
 * Where the link of a text leads. Looking at it changes nothing, since mail and phone programs look at links before
 * anybody does; only the button does. Without a script and without a sign-in: whoever has the text has the phone.
 */
export function optOutPage(context: Context) {
  const path = `${OPT_OUT_PATH}/:code`
  const accept = openAcceptance(context)
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
        const form = new URLSearchParams(await c.req.text())
        const pressed = { found, form, address: clientAddress(c) }
        return c.html((await returnPage(context, accept, pressed)) ?? (await pressedPage(context, pressed)))
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

/** The button was pressed: to end texts, or to undo that at once. */
async function pressedPage(context: Context, { found, form, address }: Pressed) {
  const undo = form.get('undo')
  if (undo !== null && (await takeBack(context, found, undo, address)))
    return page(context, found, ({ undone }) => undone)
  return stoppedPage(context, found, await followLink(context, found, address))
}

/** `undo`: what lets whoever pressed the button take it back at once. Afterwards a code does, where START cannot. */
async function stoppedPage(context: Context, found: Followed, undo: string | null) {
  const { workspaceId, numberHash, toSealed } = found
  const returns = undo === null && Boolean(toSealed?.length) && (await mayReturn(context, workspaceId, numberHash))
  return page(
    context,
    found,
    ({ done }) => done,
    (words) =>
      undo === null
        ? returns
          ? askAgain(words)
          : ''
        : html`<form method="post"><input type="hidden" name="undo" value="${undo}" /><button class="quiet">${words.undo}</button></form>`,
  )
}
