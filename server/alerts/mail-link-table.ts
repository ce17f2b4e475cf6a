import { html } from 'hono/html'
import type { Part } from '../kit/plain-page.ts'
import type { Told } from './mail-link.ts'

/** What is on, event by event. The inbox is a member's alone. */
export function toldTable({ member, events }: Told): Part {
  const heads = ['Event', ...(member ? ['Inbox'] : []), 'Email', 'Text']
  return html`<h2 id="all">All events</h2><table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${events.map((event) => row(event, member))}</tbody></table>`
}

function row({ type, name, inApp, mailed, texted }: Told['events'][number], member: boolean): Part {
  const stop = html`<form method="post"><input type="hidden" name="stop" value="${type}" /><button class="quiet" aria-label="Stop emails about ${name}">Stop</button></form>`
  return html`<tr><th scope="row">${name}</th>${member ? html`<td>${word(inApp)}</td>` : ''}<td>${word(mailed)} ${mailed ? stop : ''}</td><td>${word(texted)}</td></tr>`
}

function word(on: boolean): string {
  return on ? 'On' : 'Off'
}
