import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { fullAccount } from '../carrier.ts'
import { WIDTHS } from './look.ts'
import { becomeOwner } from './owner.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

describe('the policy of the page', { skip }, async () => {
  const { site, context, page, seen } = await openWindow()
  /** What the browser did not take, of what a page or a script in it tried. */
  const violations: string[] = []
  let message: unknown
  const main = () => page.getByRole('navigation', { name: 'Main' })
  const collect = async () => {
    // Reported with the frame after.
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
    return violations.splice(0)
  }
  const { api, fill, press, reads } = visit(page, site.url)

  before(async () => {
    await context.exposeFunction('tellViolation', (line: string) => violations.push(line))
    await context.addInitScript(`document.addEventListener('securitypolicyviolation', (one) =>
      tellViolation([one.effectiveDirective, one.blockedURI, one.sourceFile, location.pathname].join(' ')))`)
    await becomeOwner(page, site)
    await api('PATCH', '/v1/sms/settings', fullAccount(site.simulator))
    message = (await api('POST', '/v1/messages', { to: '+14155550142', body: 'Hello' })).body.id
  })

  test('takes no style and no script that stands in the page, and the test would hear of it', async () => {
    await page.evaluate(`{
      const style = document.createElement('style')
      style.textContent = 'body { outline: 1px solid red }'
      document.head.append(style)
      document.body.insertAdjacentHTML('beforeend', '<p style="color: red">quiet</p><img src="x:" onerror="window.ran = true">')
    }`)
    const heard = (await collect()).map((line) => line.split(' ').slice(0, 2).join(' '))
    for (const kind of ['style-src-elem inline', 'style-src-attr inline', 'script-src-attr inline'])
      assert.ok(heard.includes(kind), `${kind} is not in ${heard.join(', ')}`)
    assert.equal(await page.evaluate('window.ran'), undefined)
    seen.complaints.length = 0
  })

  test('is kept by every screen that the navigation leads to, wide and on a phone', async () => {
    await page.goto(site.url)
    await main().waitFor()
    const links = await main()
      .getByRole('link')
      .evaluateAll((all) => all.map((one) => (one as unknown as { href: string }).href))
    assert.ok(links.length >= 5, links.join())
    for (const viewport of [WIDTHS.phone, WIDTHS.wide]) {
      await page.setViewportSize(viewport)
      for (const link of links) {
        await page.goto(link)
        await page.getByRole('heading').first().waitFor()
        assert.deepEqual(await collect(), [], link)
      }
    }
  })

  test('is kept by what lies over a screen: menu, search, dialog, drawer, colours, a message', async () => {
    const kept = async (what: string) => assert.deepEqual(await collect(), [], what)
    await page.goto(`${site.url}/history/${message}`)
    await reads('Timeline')
    await kept('a message')
    await page.goto(`${site.url}/settings/sms`)
    for (const scheme of ['Dark', 'Light']) {
      await press(/^Test owner/)
      await page.getByRole('menuitem', { name: scheme }).click()
    }
    await kept('colours')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Go to' }).fill('dark')
    await kept('search')
    await page.keyboard.press('Enter')
    await kept('colours by search')
    await page.setViewportSize(WIDTHS.phone)
    await press('Menu')
    await page.getByRole('dialog', { name: 'Menu' }).waitFor()
    await kept('drawer')
    await page.keyboard.press('Escape')
    await page.setViewportSize(WIDTHS.wide)
    await press('Edit Pace')
    await fill('Segments per second', '1')
    await press('Edit Name, help and contact')
    await reads('Leave without saving?')
    await kept('dialog')
  })

  test('while a dialog is open, what lies behind does not scroll', async () => {
    const overflow = () => page.evaluate<string>('getComputedStyle(document.documentElement).overflowY')
    await page.goto(`${site.url}/settings/api-keys`)
    assert.equal(await overflow(), 'visible')
    await page.getByRole('button', { name: /key/i }).first().click()
    await page.getByRole('dialog').waitFor()
    assert.equal(await overflow(), 'hidden')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    assert.equal(await overflow(), 'visible')
  })

  test('is kept before anybody is signed in, and where there is nothing', async () => {
    await context.clearCookies()
    for (const path of ['/sign-in', '/setup', '/nothing-here', '/docs']) {
      await page.goto(new URL(path, site.url).href)
      await page.getByRole('heading').first().waitFor()
      assert.deepEqual(await collect(), [], path)
    }
    assert.deepEqual(
      seen.complaints.filter((line) => !/status of 404/.test(line)),
      [],
    )
  })
})
