import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { INSTALLATION } from '../../server/kit/id.ts'
import { until } from '../app.ts'
import { fullAccount } from '../carrier.ts'
import { WIDTHS } from './look.ts'
import { becomeOwner } from './owner.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

const NUMBER = '+14155550142'

describe('one’s own preferences, in the browser', { skip }, async () => {
  const { site, page, seen, found, checkAccess } = await openWindow()
  const { open, press, reads, fill, api } = visit(page, site.url)
  before(() => becomeOwner(page, site))

  const toggle = (name: string) => page.getByRole('switch', { name, exact: true })
  const row = (name: string) => page.getByRole('listitem', { name, exact: true })
  const saved = (name: string) => row(name).getByText('Saved').waitFor()
  const chosen = async () => {
    const { rows } = await site.server.context.db.pool.query(
      'select choices from preferences where workspace_id <> $1',
      [INSTALLATION],
    )
    return rows[0]?.choices ?? {}
  }

  test('they are found in the search by what others call them', async () => {
    for (const word of ['Preferences', 'Notifications', 'Reminders']) {
      await page.keyboard.press('ControlOrMeta+k')
      await page.getByPlaceholder('Go to…').fill(word)
      await page.getByRole('option', { name: 'Profile › Preferences' }).waitFor()
      if (word === 'Reminders') await page.getByRole('option', { name: 'Profile › Preferences' }).click()
      else await page.keyboard.press('Escape')
    }
    await page.getByRole('heading', { name: 'Preferences' }).waitFor()
  })

  test('the matrix says why a channel does not work, and what to do about it', async () => {
    await reads('No number is known. Besides: No SMS provider is connected.')
    await page.getByRole('link', { name: 'Add your number' }).waitFor()
    const described = await toggle('Mentioned by SMS').getAttribute('aria-describedby')
    assert.ok(described)
    assert.match((await page.locator(`[id="${described}"]`).textContent()) ?? '', /No text reaches you now/)
    assert.equal(await page.getByRole('switch').count(), 48)
    await checkAccess('preferences')
  })

  test('each switch saves itself, with the mouse and with the keyboard', async () => {
    await toggle('Mentioned by SMS').click()
    await saved('Mentioned')
    await toggle('Labels changed in app').focus()
    await page.keyboard.press('Space')
    await saved('Labels changed')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await until('all three', async () => Object.keys(await chosen()).length === 3)
    assert.deepEqual(await chosen(), {
      'mentioned:sms': true,
      'label_changed:in_app': false,
      'label_changed:email': true,
    })
    await page.reload()
    await toggle('Mentioned by SMS').waitFor()
    assert.equal(await toggle('Mentioned by SMS').isChecked(), true)
    assert.equal(await toggle('Labels changed in app').isChecked(), false)
  })

  test('many switches one after the other all stay, and what is taken back is forgotten', async () => {
    const names = ['Issue created', 'Issue completed', 'Dates changed', 'Cycle changed', 'Module changed']
    for (const name of names) await toggle(`${name} by SMS`).click()
    for (const name of names) await toggle(`${name} by email`).click()
    await until('all are saved', async () => Object.keys(await chosen()).length === 13)
    for (const name of names) for (const by of ['SMS', 'email']) await toggle(`${name} by ${by}`).click()
    await until('all are forgotten', async () => Object.keys(await chosen()).length === 3)
  })

  test('one that is not saved goes back, and says so', async () => {
    const refusal = { status: 503, code: 'not_available', detail: 'The database is not answering.' }
    await page.route('**/v1/me/preferences', (route) =>
      route.request().method() === 'PATCH' ? route.fulfill({ status: 503, json: refusal }) : route.continue(),
    )
    await toggle('Comment added by SMS').click()
    await reads('Comment added by SMS is still off.')
    await until('it is off again', async () => !(await toggle('Comment added by SMS').isChecked()))
    await page.unrouteAll({ behavior: 'wait' })
    await page.getByRole('button', { name: 'Close this notice' }).click()
  })

  test('a suggested tier is one click, and so is the way back', async () => {
    await press('Use Critical')
    await press('Undo Critical')
    await page.getByRole('button', { name: 'Use Critical' }).waitFor()
    await until('as before', async () => Object.keys(await chosen()).length === 3)
    await press('Use Informational')
    await page.getByRole('button', { name: 'Undo Informational' }).waitFor()
    await until('labels as suggested', async () => Object.keys(await chosen()).join() === 'mentioned:sms')
    assert.equal(await toggle('Labels changed in app').isChecked(), true)
    await checkAccess('a tier in use')
  })

  test('on a phone every event is a block with its three named switches', async () => {
    await page.setViewportSize(WIDTHS.phone)
    const block = row('Mentioned')
    for (const name of ['In app', 'Email', 'SMS']) assert.ok(await block.getByText(name, { exact: true }).isVisible())
    // The word is part of the switch, which lies over it.
    await block.getByText('Email', { exact: true }).click({ force: true })
    await saved('Mentioned')
    assert.equal(await toggle('Mentioned by email').isChecked(), false)
    await page.setViewportSize(WIDTHS.wide)
  })

  test('administrators see what somebody chose, and change nothing', async () => {
    const { body } = await api('GET', '/v1/people')
    const [{ id }] = body.items as [{ id: string }]
    await open(`/people/${id}`)
    const section = page.getByRole('region', { name: 'Preferences' })
    await section.getByText('SMS would not arrive: No number is known.').waitFor()
    const mentioned = section.getByRole('row', { name: /^Mentioned/ })
    assert.deepEqual(await mentioned.getByRole('cell').allTextContents(), ['On', 'Off, chosen', 'On, chosen'])
    assert.equal(await section.getByRole('switch').count(), 0)
    await checkAccess('the preferences of somebody')
  })

  test('a confirmed number alone brings no text, and one click turns the critical ones on', async () => {
    await api('PATCH', '/v1/me/preferences', { events: { mentioned: { sms: false } } })
    await api('PATCH', '/v1/sms/settings', fullAccount(site.simulator))
    await open('/profile')
    await fill('Mobile number', NUMBER)
    await press('Send a code')
    const code = await until('the code', async () => /\d{6}/.exec((await site.texts(NUMBER))[0]?.body ?? '')?.[0])
    await fill('Code', code)
    await press('Confirm')
    await reads('Confirmed. SMS is still off for all 16 events.')
    await page.getByRole('link', { name: 'Choose myself' }).waitFor()
    await checkAccess('a number that nothing goes to')
    await press('Turn on the critical ones: overdue, urgent')
    await reads('SMS is on for Due date passed and Priority changed.')
    await page.locator('a:focus', { hasText: 'Choose more' }).waitFor()
    await reads('In app 16, email 5 and SMS 2 of 16 events')
    assert.deepEqual(await chosen(), {
      'mentioned:email': false,
      'due_date_passed:sms': true,
      'priority_changed:sms': true,
    })
  })

  test('nothing on the way keeps people out or makes the browser complain', () => {
    const own = seen.complaints.filter((line) => !line.includes('503'))
    assert.deepEqual([found, own], [[], []])
  })
})
