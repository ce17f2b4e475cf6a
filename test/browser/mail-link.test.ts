import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { WIDTHS } from './look.ts'
import { becomeOwner } from './owner.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

describe('the page that a mail leads to', { skip }, async () => {
  const { site, context, page, checkAccess, found } = await openWindow()
  const { api } = visit(page, site.url)

  test('needs no sign-in and no script: ends mails, takes it back, and shows what is on', async () => {
    await becomeOwner(page, site)
    const email = 'ann@acme.example'
    await api('POST', '/v1/people', { external_id: 'ann', first_name: 'Ann', email })
    const trigger = { name: 'Named', event_type: 'mentioned', template: 'mentioned' }
    await api('POST', '/v1/triggers', { ...trigger, recipients: { roles: ['mentioned'] } })
    await api('POST', '/v1/events', {
      type: 'mentioned',
      entity: { type: 'issue', id: '142', identifier: 'ENG-142', url: 'https://app.acme.example/142' },
      recipients: { mentioned: ['ann'] },
    })
    let body = ''
    while (!body) {
      const { items } = (await api('GET', '/v1/messages?channel=email')).body as {
        items: { channel: string; body: string }[]
      }
      body = items.find(({ channel }) => channel === 'email')?.body ?? ''
    }
    const link = /Unsubscribe from these: (\S+)/.exec(body)![1]!
    const outside = await context.browser()!.newContext({ javaScriptEnabled: false })
    const theirs = await outside.newPage()
    await theirs.goto(link)
    await theirs.getByRole('heading', { name: /tells you$/ }).waitFor()
    await theirs.getByRole('row', { name: /^Mentioned On/ }).waitFor()
    await theirs.getByRole('button', { name: 'Stop emails about “Mentioned”' }).click()
    await theirs.getByRole('status').getByText('emails you about “Mentioned” no more').waitFor()
    await theirs.getByRole('row', { name: /^Mentioned Off/ }).waitFor()
    await theirs.getByRole('button', { name: 'Undo' }).click()
    await theirs.getByRole('status').getByText('may come again').waitFor()
    await theirs.getByRole('button', { name: 'Stop all emails about alerts' }).click()
    await theirs.getByText('You get no emails about alerts.').waitFor()
    assert.equal(await theirs.getByRole('button', { name: /^Stop emails/ }).count(), 0)
    await outside.close()
    const withScript = await context.newPage()
    await withScript.goto(link)
    await checkAccess('the page of a mail', withScript)
    await withScript.setViewportSize(WIDTHS.phone)
    assert.equal(await withScript.evaluate('document.documentElement.scrollWidth'), WIDTHS.phone.width)
    if (process.env.SHOTS) {
      for (const [name, width] of Object.entries(WIDTHS)) {
        await withScript.setViewportSize(width)
        await withScript.screenshot({ path: `${process.env.SHOTS}/mail-link-${name}.png`, fullPage: true })
      }
    }
    assert.deepEqual(found, [])
  })
})
