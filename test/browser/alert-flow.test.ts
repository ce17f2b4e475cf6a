import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { countAll } from '../../server/statistics/testing.ts'
import { until } from '../app.ts'
import { connectSimulator } from './doubts.ts'
import { WIDTHS } from './look.ts'
import { becomeOwner } from './owner.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

const PHONE = '+14155550142'
const ITEM_URL = 'https://app.acme.example/acme/projects/engineering/issues/142?view=all'

describe('an alert, from its trigger to the figures', { skip }, async () => {
  const { site, context, page, seen, found, checkAccess } = await openWindow()
  const { open, press, fill, reads, api } = visit(page, site.url)
  let key: string
  let me: string
  let handset: Page
  before(async () => {
    await becomeOwner(page, site)
    await connectSimulator(page, site)
    key = String((await api('POST', '/v1/api-keys', { name: 'Product', permissions: ['events.write'] })).body.key)
  })

  /** As the product does it, with its key. */
  const post = async (identifier: string, priority: string) => {
    const entity = { type: 'issue', id: identifier, identifier, title: 'Fix login redirect', url: ITEM_URL }
    const event = {
      type: 'priority_changed',
      actor: 'u-9',
      entity,
      after: { priority },
      recipients: { assignees: [me] },
    }
    const answer = await fetch(`${site.url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(event),
    })
    assert.equal(answer.status, 202, await answer.clone().text())
    return ((await answer.json()) as { id: string }).id
  }
  /** By way of a short link, in a window of its own; whoever is there is not asked. */
  const leadsToItem = async (click: () => Promise<void>) => {
    const [asked, opened] = await Promise.all([
      context.waitForEvent('request', (request) => request.url() === ITEM_URL),
      context.waitForEvent('page'),
      click(),
    ])
    assert.ok(asked.redirectedFrom()?.url().startsWith(`${site.url}/c/`))
    await opened.close()
  }
  const outcome = (id: string) =>
    until('the event was looked at', async () => {
      const { body } = await api('GET', `/v1/events/${id}`)
      return body.outcome === 'waiting' ? null : String(body.outcome)
    })
  const phoneShows = (text: string | RegExp) => handset.getByRole('log').getByText(text).first().waitFor()
  const inbox = (name: string) => page.getByRole('link', { name, exact: true }).waitFor()
  const row = (text: string | RegExp) => page.getByRole('row').filter({ hasText: text })

  let broken = false
  /** Each builds upon those before it, and would only wait for what cannot come. */
  const step = (name: string, take: () => Promise<void>) =>
    test(name, async (t) => {
      if (broken) return t.skip('a step before it failed')
      broken = true
      try {
        await take()
        broken = false
      } catch (error) {
        t.diagnostic(`The page then:\n${await page.locator('body').ariaSnapshot()}`)
        throw error
      }
    })

  step('somebody confirms their number with the code on their handset, and wants texts of what is urgent', async () => {
    handset = await context.newPage()
    await handset.setViewportSize(WIDTHS.wide)
    await open('/profile')
    await fill('Mobile number', PHONE)
    await press('Send a code')
    await handset.goto(`${site.simulator.url}/#${encodeURIComponent(PHONE)}`)
    const text = handset.getByRole('log').getByText(/\d{6}/).first()
    await fill('Code', /\d{6}/.exec((await text.textContent())!)![0])
    await press('Confirm')
    await press('Turn on the critical ones: overdue, urgent')
    await reads('SMS is on for Due date passed and Priority changed.')
    me = String((await api('GET', '/v1/me/inbox/unread')).body.person_id)
    await checkAccess('a number with texts of what is urgent')
  })

  step('a trigger that is made says what it would have done with what came in before', async () => {
    for (const [identifier, priority] of [
      ['ENG-139', 'Urgent'],
      ['ENG-140', 'Low'],
      ['ENG-141', 'Urgent'],
    ] as const)
      assert.equal(await outcome(await post(identifier, priority)), 'no_trigger')
    await open('/settings/triggers')
    await press('New trigger')
    await fill('Name', 'Urgent work')
    await page.getByRole('combobox', { name: 'Event' }).fill('Priority')
    await page.getByRole('option', { name: 'Priority changed' }).click()
    await press('Add a condition')
    await page.getByRole('combobox', { name: 'What is looked at' }).selectOption('Value after')
    await page.getByRole('combobox', { name: 'Its name' }).or(page.getByLabel('Its name')).first().fill('priority')
    await page.getByRole('textbox', { name: 'With what it is compared' }).fill('Urgent')
    await page.getByRole('combobox', { name: 'Tell', exact: true }).fill('assignees')
    await page.keyboard.press('Enter')
    await page.getByRole('combobox', { name: 'Template' }).click()
    await page.getByRole('option', { name: 'Priority alert' }).click()
    await reads('Would have fired 2 times in the last 24 hours, reaching 1 person.')
    await reads('ENG-141')
    await checkAccess('the trigger before it is made')
    await press('Make the trigger')
    await page.getByRole('listitem', { name: 'Urgent work', exact: true }).waitFor()
    await checkAccess('the trigger')
    assert.equal((await site.texts(PHONE)).length, 1, 'only the code')
  })

  step('an event that is posted is counted at the inbox and shown by the handset, neither loaded anew', async () => {
    await page.evaluate(`window.isTheSame = true`)
    await handset.evaluate(`window.isTheSame = true`)
    await post('ENG-142', 'Urgent')
    await inbox('Inbox 1 unread')
    await phoneShows(/: ENG-142 .*Urgent.*View: /i)
    await post('ENG-143', 'Low')
    await post('ENG-144', 'Urgent')
    await inbox('Inbox 2 unread')
    await phoneShows(/: ENG-144 /)
    for (const one of [page, handset]) assert.equal(await one.evaluate('window.isTheSame'), true)
    assert.deepEqual(
      (await site.texts(PHONE)).filter(({ body }) => body.includes('ENG-143')),
      [],
    )
    await checkAccess('the handset with alerts', handset)
  })

  step('the short link on the handset leads to the item', async () => {
    const link = handset.getByRole('log').getByRole('link').last()
    assert.match((await link.textContent())!, /\/c\/[0-9a-z]{10}$/)
    await leadsToItem(() => link.click())
  })

  step('the inbox has them by itself, and the count goes down as they are read', async () => {
    await open('/inbox')
    const entry = page.getByRole('main').getByRole('listitem').filter({ hasText: 'ENG-142' })
    await checkAccess('the inbox with alerts')
    await leadsToItem(() => entry.getByRole('link').click())
    await inbox('Inbox 1 unread')
  })

  step('once texts are switched off for the event the next stands in the inbox alone, and says why', async () => {
    await open('/profile/preferences')
    const sms = page.getByRole('switch', { name: 'Priority changed by SMS', exact: true })
    await sms.click()
    await page.getByRole('listitem', { name: 'Priority changed', exact: true }).getByText('Saved').waitFor()
    await checkAccess('preferences that were changed')
    const id = await post('ENG-145', 'Urgent')
    await inbox('Inbox 2 unread')
    await open(`/events/${id}`)
    await page
      .getByRole('region', { name: 'Event' })
      .getByRole('link', { name: /^Inbox/ })
      .waitFor()
    assert.equal(await page.getByRole('region', { name: 'Event' }).getByRole('link', { name: /^SMS/ }).count(), 0)
    await checkAccess('the event of which no text went')
    await page.getByRole('link', { name: 'Why did somebody get nothing?' }).click()
    await page.getByRole('combobox', { name: 'Person' }).or(page.getByLabel('Person')).first().fill('Test owner')
    await page.getByRole('option', { name: 'Test owner' }).click()
    await page
      .getByRole('heading', { name: /^Test owner was told by inbox, and not by text\. Texts for “Priority changed”/ })
      .waitFor()
    await checkAccess('why no text went')
    assert.ok(!(await site.texts(PHONE)).some(({ body }) => body.includes('ENG-145')))
    await open('/profile/preferences')
    await sms.click()
    await page.getByRole('listitem', { name: 'Priority changed', exact: true }).getByText('Saved').waitFor()
  })

  step('a text that a landline cannot take is found in History, and its remedy leads to whom to ask', async () => {
    await handset.getByRole('combobox', { name: 'Behaviour' }).or(handset.getByLabel('Behaviour')).first().click()
    await handset.getByRole('option', { name: /^Landline/ }).click()
    await handset.locator('input[aria-label="Behaviour"][value^="Landline"]').waitFor()
    await post('ENG-146', 'Urgent')
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'History' }).click()
    await page.getByRole('link', { name: /^Failed/ }).click()
    await row('ENG-146').getByRole('link').click()
    const panel = page.getByRole('region', { name: 'Message' })
    await panel.getByText(/30006, reported by the carrier/).waitFor()
    assert.equal(await row(/ENG-/).count(), 1)
    await checkAccess('the text that failed')
    await panel.locator('dt:text-is("Do") + dd').getByRole('link', { name: 'Open person' }).click()
    await page.getByRole('heading', { name: 'Test owner', level: 1 }).waitFor()
    await checkAccess('the person whom it did not reach')
  })

  step('statistics read well on a phone: all of it within the screen, the figures those of the API', async () => {
    const workspace = (await api('GET', '/v1/me')).body.workspace as { id: string }
    await countAll(site.server.context, workspace.id)
    await page.setViewportSize(WIDTHS.phone)
    await open('/statistics')
    await page.getByRole('region', { name: 'By event' }).getByText('Priority changed').first().waitFor()
    const figure = page.getByText('Sent', { exact: true }).locator('xpath=following-sibling::dd').first()
    const today = new Date().toISOString().slice(0, 10)
    const { total } = (await api('GET', `/v1/statistics?from=${today}&to=${today}`)).body as { total: { sent: number } }
    assert.ok(total.sent > 0)
    assert.equal(await figure.textContent(), String(total.sent))
    await page.getByText('Landline').first().waitFor()
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), WIDTHS.phone.width)
    await checkAccess('statistics')
  })

  test('nothing on the way keeps people out, and no page complained', () => {
    assert.deepEqual([found, seen.complaints], [[], []])
  })
})
