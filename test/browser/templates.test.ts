import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { fullAccount } from '../carrier.ts'
import { becomeOwner } from './owner.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

const AT = '/settings/templates/priority_alert'

describe('the words of alerts', { skip }, async () => {
  const { site, page, seen, found, checkAccess } = await openWindow()
  const { open, press, fill, reads, api } = visit(page, site.url)
  before(async () => {
    await becomeOwner(page, site)
    await api('PATCH', '/v1/sms/settings', fullAccount(site.simulator))
  })
  const email = page.frameLocator('iframe')
  const preview = () => page.getByRole('region', { name: 'Preview' })
  const template = async () => (await api('GET', '/v1/templates/priority_alert')).body
  const row = (name: string) =>
    page.getByRole('listitem').filter({ has: page.getByRole('link', { name, exact: true }) })
  const field = (name: string) => page.getByRole('textbox', { name, exact: true })

  test('are listed by category, all of them from the catalog at first', async () => {
    await open('/settings/templates')
    await reads('Comments and mentions')
    assert.equal(await page.getByRole('main').getByRole('listitem').count(), 21)
    assert.equal(await page.getByText('Catalog', { exact: true }).count(), 21)
    await checkAccess('templates')
    await row('Priority alert').click()
    await page.getByRole('heading', { name: 'Priority alert', level: 1 }).waitFor()
  })

  test('are shown as an email and as a text, in a frame that can do nothing', async () => {
    await email.getByRole('link', { name: 'View ENG-142' }).waitFor()
    await preview().getByText('[Engineering] ENG-142 priority changed to Urgent').waitFor()
    await preview().getByText('Acme: ENG-142 priority changed to Urgent. View: https://acme.example/c/k3F9').waitFor()
    await preview().getByText('GSM-7 · 75 of 160 · 1 segment').waitFor()
    assert.equal(await page.locator('iframe').getAttribute('sandbox'), 'allow-same-origin')
    const dress = `getComputedStyle(document.querySelector('iframe').contentDocument.querySelector('.button')).backgroundColor`
    assert.equal(await page.evaluate(dress), 'rgb(74, 77, 224)')
    assert.equal(await email.locator('script, img, link, [style*=url]').count(), 0)
    await press('Versions')
    await page.getByRole('dialog').getByText('have never been changed here').waitFor()
    await page.keyboard.press('Escape')
    await preview().getByText('Plain text', { exact: true }).click()
    await preview().getByText('View ENG-142: https://acme.example/c/k3F9').waitFor()
    await preview().getByText('As opened', { exact: true }).click()
  })

  test('change in the preview as they are typed; whatever comes in as HTML is shown as it stands', async () => {
    await fill('Email subject', '{{ entity.identifier }} <b>now</b>')
    await preview().getByText('ENG-142 <b>now</b>').waitFor()
    await fill('Email body', '<script>alert(1)</script>**Look** at it')
    await email.getByText('<script>alert(1)</script>Look at it').waitFor()
    assert.equal(await email.locator('script').count(), 0)
    await checkAccess('a template being changed')
  })

  test('may be put together from what there is to say', async () => {
    await fill('Email subject', 'At once: ')
    await page.getByText('What a template may say').click()
    await press('{{ entity.identifier }}')
    assert.equal(await field('Email subject').inputValue(), 'At once: {{ entity.identifier }}')
    await page.keyboard.type('!')
    await preview().getByText('At once: ENG-142!').waitFor()
    await checkAccess('what a template may say')
    await page.getByText('What a template may say').click()
  })

  test('that make a text dear are named, and made plain with one press', async () => {
    await page.getByRole('switch', { name: 'Own words for texts' }).click({ force: true })
    await fill('What the text says', 'is “urgent” – look')
    await preview()
      .getByText(/^UCS-2 · 67 of 70/)
      .waitFor()
    await reads('These make it UCS-2')
    await press('Replace by plain ones')
    assert.equal(await field('What the text says').inputValue(), 'is "urgent" - look')
    await preview()
      .getByText(/^GSM-7 · 67 of 160/)
      .waitFor()
  })

  test('with a mistake are not saved: it is said at the field, and what could be shown stays', async () => {
    await fill('Email subject', '{{ entity.titel }}')
    await preview().getByText('This cannot be shown yet.').waitFor()
    await preview().getByText('is "urgent" - look').waitFor()
    await press('Save')
    await reads('What is wrong stands at its field.')
    await page.locator('textarea[name=subject]:focus').waitFor()
    const said = await page.locator('form').getByText('The nearest that there is: entity.title.').count()
    assert.equal(said, 1)
    assert.equal((await template()).version, 0)
    await checkAccess('a mistake in a template')
  })

  test('that are not saved are asked about', async () => {
    const link = page.getByRole('navigation').getByRole('link', { name: 'API keys' })
    await link.click()
    await page.getByRole('dialog').getByText('Leave without saving?').waitFor()
    await press('Keep editing')
    await fill('Email subject', 'Urgent: {{ entity.identifier }}')
    await press('Save')
    await reads('Saved as version 1. New alerts use it from now on.')
    await link.click()
    await page.getByRole('heading', { name: 'API keys', exact: true }).waitFor()
    await open('/settings/templates')
    await row('Priority alert').getByText('Own words').waitFor()
    await row('Priority alert').getByText('by Test owner').waitFor()
  })

  test('that somebody else saved meanwhile are seen before they are written over', async () => {
    await open(AT)
    const theirs = { email_subject: 'Theirs', email_body: 'Their body', sms_wording: null, based_on: 1 }
    await fill('Email subject', 'Mine')
    await api('PUT', '/v1/templates/priority_alert', theirs)
    await press('Save')
    await reads('Test owner saved another version. Nothing was saved.')
    await checkAccess('a template that somebody else saved')
    await press('Show theirs')
    await reads('Their body')
    await press('Save')
    await reads('Saved as version 3.')
    const { current } = (await template()) as { current: { email_subject: string } }
    assert.equal(current.email_subject, 'Mine')
  })

  test('of an older version come back into the form, and those of the catalog on being asked', async () => {
    await open(AT)
    await press('Versions')
    await page.getByRole('listitem', { name: 'Version 2' }).getByRole('button').click()
    await email.getByText('Their body').waitFor()
    assert.equal(await field('Email subject').inputValue(), 'Theirs')
    await press('Cancel')
    assert.equal(await field('Email subject').inputValue(), 'Mine')
    await press('Return to the catalog…')
    await checkAccess('returning to the catalog')
    await press('Keep own words')
    await press('Return to the catalog…')
    await press('Return to the catalog')
    await email.getByText('changed the priority of').waitFor()
    await fill('Email subject', 'After the return')
    await press('Save')
    await reads('Saved as version 5.')
  })

  test('name titles in texts as soon as the workspace lets them', async () => {
    await open('/settings/sms')
    await press('Edit Name, help and contact')
    await page.getByRole('switch', { name: 'Titles in texts' }).click({ force: true })
    await fill('Longest alert, in segments', '11')
    await press('Save')
    await reads('Write a whole number from 1 to 10.')
    await fill('Longest alert, in segments', '1')
    await press('Save')
    await page.getByRole('region', { name: 'Name, help and contact' }).getByText('1 segment').waitFor()
    await open(AT)
    await preview().getByText('Titles stand in texts.').waitFor()
    await preview().getByText('ENG-142 "Fix login redirect" priority changed').waitFor()
  })

  test('may only be read by whoever may not write them, and by nobody else', async () => {
    const may = (permissions: string[]) =>
      page.route('**/v1/me', async (route) => {
        const me = (await (await route.fetch()).json()) as object
        await route.fulfill({ json: { ...me, role: 'viewer', permissions } })
      })
    await may(['templates.read'])
    await open(AT)
    await email.getByText('changed the priority of').waitFor()
    assert.equal(await field('Email subject').isEditable(), false)
    assert.equal(await page.getByRole('button', { name: /Save|Return/ }).count(), 0)
    await checkAccess('a template that may be read')
    await page.unrouteAll()
    await may(['history.read'])
    await open(AT)
    await reads(/^You cannot see templates\. .*Owner.* can; ask one of them\.$/)
    await page.unrouteAll()
  })

  test('that are not there, or do not come, are said to be', async () => {
    await open('/settings/templates/nothing')
    await reads('No such template')
    let broken = true
    await page.route('**/v1/templates', (route) =>
      broken
        ? route.fulfill({ status: 422, json: { status: 422, code: 'x', detail: 'Out of order.' } })
        : route.continue(),
    )
    await open('/settings/templates')
    await reads('Could not load the templates.')
    broken = false
    await press('Try again')
    await reads('Comments and mentions')
    await page.unrouteAll()
  })

  test('nothing keeps people out, and no page complained', () => {
    assert.deepEqual([found, seen.complaints], [[], []])
  })
})
