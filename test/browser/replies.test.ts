import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { fullAccount } from '../carrier.ts'
import { becomeOwner } from './owner.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

const PHONE = '+14155550142'
const SENDER = '+14155550100'
const OLD = 'https://old.acme.example/in'

describe('where replies go, in the browser', { skip }, async () => {
  const { site, page, seen, found, checkAccess } = await openWindow()
  const { open, api, press, reads } = visit(page, site.url)
  const number = site.account.numbers.find(({ phoneNumber }) => phoneNumber === SENDER)!
  before(async () => {
    number.smsUrl = OLD
    await becomeOwner(page, site)
    await api('PATCH', '/v1/sms/settings', { ...fullAccount(site.simulator), name_in_texts: 'Acme' })
    await open('/settings/sms')
  })
  const section = page.getByRole('region', { name: 'Receipts and replies' })
  const says = (body: string) =>
    fetch(`${site.simulator.url}/sim/handsets/${encodeURIComponent(PHONE)}/replies`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ to: SENDER, body }),
    })

  test('a banner tells that STOP does not reach Handset, and what that means', async () => {
    await reads('STOP does not reach Handset.')
    await reads(/The simulator sends replies to old\.acme\.example\. People who answer STOP are blocked/)
    await section.getByText('Go to old.acme.example, not to Handset.').waitFor()
    await checkAccess('replies go elsewhere')
  })

  test('what will be changed is shown before it is, and then the provider sends replies here', async () => {
    await press('Point to Handset…')
    await page.getByRole('cell', { name: OLD }).waitFor()
    await reads('Voice settings are not touched. You can put the old address back here any time.')
    await checkAccess('the dialog')
    await press('Change at Simulator')
    await section.getByText(/^Set up\. None received yet: text HELP to \+1 415 555 0100/).waitFor()
    assert.match(number.smsUrl, /\/callbacks\/replies\/ws_/)
    await page.locator('strong', { hasText: 'STOP does not reach Handset.' }).waitFor({ state: 'detached' })
    await checkAccess('replies come here')
  })

  test('a text from a phone shows here without a reload', async () => {
    await says('HELP')
    await section.getByText(/^Arrive\. Last one \d\d:\d\d\.$/).waitFor()
  })

  test('the old address is put back', async () => {
    await section.getByRole('button', { name: 'Put back +1 415 555 0100', exact: true }).click()
    await press('Put back')
    await section.getByText('Go to old.acme.example, not to Handset.').waitFor()
    assert.equal(number.smsUrl, OLD)
  })

  test('disconnecting offers to put it back', async () => {
    await section.getByRole('button', { name: 'Point to Handset…' }).click()
    await press('Change at Simulator')
    await section.getByText(/^Arrive/).waitFor()
    await press('Disconnect…')
    const box = page.getByRole('checkbox', { name: `put back ${OLD}` })
    assert.equal(await box.isChecked(), true)
    await checkAccess('disconnecting')
    await page.getByRole('dialog').getByRole('textbox').fill('Acme')
    await press('Disconnect')
    await page.getByRole('heading', { name: 'No provider connected.' }).waitFor()
    assert.equal(number.smsUrl, OLD)
  })

  test('nothing on the way keeps people out or makes the browser complain', () => {
    assert.deepEqual([found, seen.complaints], [[], []])
  })
})
