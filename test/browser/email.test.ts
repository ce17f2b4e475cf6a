import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { WIDTHS } from './look.ts'
import { becomeOwner } from './owner.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

describe('Settings → Email', { skip }, async () => {
  const { site, page, seen, checkAccess, found } = await openWindow()
  const { open, press, fill, reads, api } = visit(page, site.url)
  const shot = async (name: string) => {
    if (!process.env.SHOTS) return
    for (const [width, size] of Object.entries(WIDTHS)) {
      await page.setViewportSize(size)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        await page.waitForTimeout(300)
        await page.screenshot({ path: `${process.env.SHOTS}/${name}-${width}-${colorScheme}.png`, fullPage: true })
      }
    }
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize(WIDTHS.wide)
  }

  test('redirects mails to a test address, says so where mails are shown, and ends it there', async () => {
    await becomeOwner(page, site)
    await open('/settings/email')
    await reads('No mail server is set.')
    await checkAccess('Email')
    await shot('email')
    await press('Edit Test redirect')
    await page.getByLabel('Redirect email to test address').click()
    await press('Save')
    await reads('The test address is missing.')
    await fill('Test address', 'tests@acme.example')
    await checkAccess('Email, redirect', page, { onlyWide: true })
    await shot('email-edit')
    await press('Save')
    await reads('Every mail about an alert goes to t•••@acme.example.')
    await checkAccess('Email, redirected')
    await shot('email-on')
    await open('/history')
    await reads('Email redirect is on.')
    await press('Turn off email redirect')
    await reads('Email redirect is off.')
    const { body } = await api('GET', '/v1/email/settings')
    assert.equal((body as { redirect: { enabled: boolean } }).redirect.enabled, false)
    assert.deepEqual(found, [])
    assert.deepEqual(seen.complaints, [])
  })
})
