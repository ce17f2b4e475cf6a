import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context as HonoContext } from 'hono'
import { html } from 'hono/html'
import { ALL_MAILS } from '../../shared/preferences.ts'
import { limitBody } from '../kit/body-limit.ts'
import type { Context } from '../kit/context.ts'
import { type Part, PLAIN_PAGE_HEADERS, plainPage } from '../kit/plain-page.ts'
import type { Env } from '../kit/route.ts'
import { MAIL_LINK_PATH, type MailLink, readMailLink } from '../people/mail-links.ts'
import { countUse } from '../workspaces/account-limit.ts'
import { clientAddress } from '../workspaces/client-address.ts'
import { type Done, readTold, resumeByLink, stopByLink, stopTextsByLink, type Told, undoByLink } from './mail-link.ts'
import { toldTable } from './mail-link-table.ts'

/**
 * Of one person's links in an hour, and of what is no link from one address. Not of all links from one address: the one
 * click of a mail program comes from the servers of whoever runs the mailboxes (RFC 8058 §3.2).
 */
const PAGES_AN_HOUR = 120
const LARGEST_FORM_BYTES = 4096

/**
 * Where the links under a mail lead: what somebody is told of, and buttons that end some of it. Looking at it changes
 * nothing, since mail programs and scanners open links before anybody does; only a form does, or the one click of a mail
 * program. Without a script and without a sign-in, and so it switches nothing on but what it has switched off.
 */
export function mailLinkPage(context: Context) {
  const path = `${MAIL_LINK_PATH}/:code`
  return new OpenAPIHono<Env>()
    .use(path, async (c, next) => {
      for (const [name, value] of PLAIN_PAGE_HEADERS) c.header(name, value)
      const link = readMailLink(context, c.req.param('code')!)
      const key = link ? `mail-link|${link.workspaceId}|${link.personId}` : `no-mail-link|${clientAddress(c) ?? ''}`
      const seconds = await countUse(context, key, PAGES_AN_HOUR)
      if (seconds === null) return next()
      c.header('retry-after', String(seconds))
      return c.text('Too many pages were opened. Try again later.', 429)
    })
    .get(path, async (c) => answer(c, context, null))
    .post(
      path,
      limitBody(LARGEST_FORM_BYTES, (c) => c.body(null, 413)),
      async (c) => {
        const form = new URLSearchParams(await c.req.text())
        const link = readMailLink(context, c.req.param('code'))
        return answer(c, context, link && (await act(context, link, form, clientAddress(c))))
      },
    )
}

async function act(
  context: Context,
  link: MailLink,
  form: URLSearchParams,
  address: string | null,
): Promise<Said | null> {
  const undo = form.get('undo')
  if (undo !== null) {
    const done = await undoByLink(context, link, undo, address)
    return done && { ...done, undone: true }
  }
  if (form.get('texts') === 'off') return stopTextsByLink(context, link, address)
  const again = form.get('resume')
  if (again !== null) {
    const what = again === 'texts' ? 'texts' : 'mails'
    const done = await resumeByLink(context, link, { what, of: what === 'texts' ? ALL_MAILS : again }, address)
    return done && { ...done, undone: true }
  }
  const of = form.get('List-Unsubscribe') === 'One-Click' ? link.eventType : form.get('stop')
  return of === null ? null : stopByLink(context, link, of, address)
}

type Said = Done & { undone?: boolean }

async function answer(c: HonoContext, context: Context, said: Said | null) {
  const link = readMailLink(context, c.req.param('code')!)
  const told = link && (await readTold(context, link))
  if (!told) return c.html(plainPage({ language: 'en', title: 'Link over', body: OVER }), 404)
  const title = `What ${told.workspace} tells you`
  const body = html`<h1>${title}</h1>${said ? saidPart(told, said) : ''}${stops(told)}${toldTable(told)}${more(context, told)}`
  return c.html(plainPage({ language: 'en', title, body }))
}

const OVER = html`<h1>This link is no longer valid</h1><p>It was not copied whole, or its time is over. Use the one in a newer mail.</p>`

function saidPart(told: Told, { what, of, undo, undone }: Said): Part {
  const button = undo
    ? html`<form method="post"><input type="hidden" name="undo" value="${undo}" /><button class="quiet">Undo</button></form>`
    : ''
  return html`<div class="said" role="status"><p>${sentence(told, what, of, undone === true)}</p>${button}</div>`
}

function sentence(told: Told, what: Done['what'], of: string, undone: boolean): string {
  const name = told.events.find(({ type }) => type === of)?.name ?? of
  const about = of === ALL_MAILS ? 'alerts' : `“${name}”`
  if (what === 'texts')
    return undone
      ? `${told.workspace} may text you again.`
      : `Done. ${told.workspace} sends you no more texts but codes that you ask for.`
  return undone ? `Emails about ${about} may come again.` : `Done. ${told.workspace} emails you about ${about} no more.`
}

/** The event of the mail first: that is what brings somebody here. */
function stops({ about, mailsStopped, textsOn, member }: Told): Part {
  const one = about.stopped
    ? html`<p>You get no emails about “${about.name}”.</p>${resumeForm(about.type, `Get emails about “${about.name}” again`)}`
    : stopForm(about.type, `Stop emails about “${about.name}”`)
  const all = mailsStopped
    ? html`<p>You get no emails about alerts. Invitations and links that you ask for still come.</p>${resumeForm(ALL_MAILS, 'Get emails about alerts again')}`
    : html`${one}${stopForm(ALL_MAILS, 'Stop all emails about alerts', true)}`
  const texts = textsOn
    ? html`<form method="post"><input type="hidden" name="texts" value="off" /><button class="quiet">Stop all texts</button></form>`
    : html`<p>You get no texts but codes that you ask for.</p>${member ? '' : resumeForm('texts', 'Get texts again')}`
  return html`${all}${texts}`
}

function stopForm(of: string, words: string, quiet = false): Part {
  return html`<form method="post"><input type="hidden" name="stop" value="${of}" /><button class="${quiet ? 'quiet' : ''}">${words}</button></form>`
}

function resumeForm(of: string, words: string): Part {
  return html`<form method="post"><input type="hidden" name="resume" value="${of}" /><button class="quiet">${words}</button></form>`
}

function more(context: Context, { member, contact }: Told): Part {
  const publicUrl = context.publicUrl()
  const sign =
    member && publicUrl
      ? html`<p><a href="${publicUrl}/profile/preferences">Sign in</a> to switch things on and to choose for each event.</p>`
      : ''
  return html`${sign}${contact ? html`<p class="quiet">Questions: ${contact}</p>` : ''}`
}
