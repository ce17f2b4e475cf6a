import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { fullAccount } from '../carrier.ts'
import { becomeOwner } from './owner.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

describe('the pace of the sender, in the settings', { skip }, async () => {
  const { site, context, page, seen, found, checkAccess } = await openWindow()
  before(async () => {
    await becomeOwner(page, site)
    await visit(page, site.url).api('PATCH', '/v1/sms/settings', fullAccount(site.simulator))
  })

  const open = () => page.goto(`${site.url}/settings/sms`)
  const section = () => page.getByRole('region', { name: 'Sender' })
  const reads = (text: string) => section().getByText(text).waitFor()
  const edit = () => section().getByRole('button', { name: 'Edit Pace' })
  const field = () => section().getByRole('textbox', { name: 'Segments per second' })
  const press = (name: string) => section().getByRole('button', { name, exact: true }).click()
  const stored = async () =>
    (await (await context.request.get(`${site.url}/v1/sms/pace`)).json()).segments_per_second as number | null

  test('is told, and who shares it', async () => {
    await open()
    await reads('As fast as the simulator takes them')
    await reads('shared by all workspaces that send from this number')
    await checkAccess('pace')
  })

  test('is refused at its field when it is none, and nothing is saved', async () => {
    await edit().click()
    await field().fill('fast')
    await press('Save')
    await reads('Write a number, such as 10 or 0.5.')
    await page.locator('input[name=pace]:focus').waitFor()
    assert.equal(await stored(), null)
    await checkAccess('pace being edited')
  })

  test('is saved, stands after the page is loaded anew, and is in the record of changes', async () => {
    await field().fill('0,5')
    await press('Save')
    await reads('0.5 segments a second')
    assert.equal(await stored(), 0.5)
    await open()
    await reads('0.5 segments a second')
    await page.getByRole('region', { name: 'Last changes' }).getByText('Pace: 0.5 segments a second').waitFor()
  })

  test('empty is as fast as the provider takes them; what was typed is not lost without a word', async () => {
    await edit().click()
    await field().fill('')
    await section().getByText('Usually not limited. Empty: as fast as the simulator takes them.').waitFor()
    await page.getByRole('button', { name: 'Edit Name, help and contact' }).click()
    await page.getByRole('dialog').getByText('Leave without saving?').waitFor()
    await page.getByRole('button', { name: 'Keep editing' }).click()
    await press('Save')
    await edit().waitFor()
    await reads('As fast as the simulator takes them')
    assert.equal(await stored(), null)
  })

  test('that does not come is said in its row, and asked for again', async () => {
    let broken = true
    await page.route('**/v1/sms/pace', (route) =>
      broken
        ? route.fulfill({ status: 422, json: { status: 422, code: 'x', detail: 'Out of order.' } })
        : route.continue(),
    )
    await open()
    await reads('Could not load the pace.')
    await reads('+1 415 555 0100')
    broken = false
    await press('Try again')
    await reads('As fast as the simulator takes them')
    await page.unrouteAll()
  })

  test('may only be read by whoever may not configure', async () => {
    await page.route('**/v1/me', async (route) => {
      const me = await (await route.fetch()).json()
      await route.fulfill({ json: { ...me, role: 'viewer', permissions: ['sms.read'] } })
    })
    await open()
    await reads('As fast as the simulator takes them')
    assert.equal(await edit().count(), 0)
    await page.unrouteAll()
  })

  test('is not there for a webhook, which paces itself', async () => {
    await visit(page, site.url).api('PATCH', '/v1/sms/settings', {
      provider: 'webhook',
      webhook_url: `${site.simulator.url}/hook`,
    })
    await open()
    await page.getByRole('region', { name: 'Name, help and contact' }).waitFor()
    assert.equal(await page.getByText('Pace', { exact: true }).count(), 0)
  })

  test('nothing on the way keeps people out or makes the browser complain', () => {
    assert.deepEqual([found, seen.complaints], [[], []])
  })
})
