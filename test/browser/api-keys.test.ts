import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { becomeOwner } from './owner.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

describe('API keys in the console', { skip }, async () => {
  const { site, page, seen, found, checkAccess } = await openWindow()
  before(() => becomeOwner(page, site))
  const { open, press, fill, reads } = visit(page, site.url)
  const { pool } = site.server.context.db
  const asking = (key: string) => fetch(`${site.url}/v1/me`, { headers: { authorization: `Bearer ${key}` } })
  const row = (name: string) =>
    page
      .getByRole('listitem')
      .filter({ has: page.getByText(name, { exact: true }) })
      .first()
  let key = ''

  test('without a key there is a request to try one with', async () => {
    await open('/settings/api-keys')
    await reads('No API keys yet.')
    await reads('/v1/messages')
    await checkAccess('no API keys')
  })

  test('a key is shown once, works, and may do what was ticked', async () => {
    await press('Make a key')
    await press('Make the key')
    await reads('A key needs a name')
    await checkAccess('making a key')
    await fill('Name', 'Billing')
    await page.getByRole('checkbox', { name: /^Read what was sent/ }).check()
    await press('Make the key')
    const shown = page.getByRole('region', { name: 'API key' })
    await shown.waitFor()
    key = (await shown.textContent())!.trim()
    await checkAccess('a new key')
    const me = (await (await asking(key)).json()) as { permissions: string[] }
    assert.deepEqual(me.permissions, ['messages.send', 'messages.send_to_number', 'history.read'])
    await press('I have copied it')
    await row('Billing').getByText('and 2 more').click()
    await row('Billing').getByText('history.read').waitFor()
    await open('/settings/api-keys')
    await row('Billing').getByText(/^Used/).waitFor()
    assert.equal((await page.content()).includes(key), false)
  })

  test('one that was never used says so, and one that is over is marked', async () => {
    await press('Make a key')
    await fill('Name', 'Night batch')
    await page
      .getByRole('combobox', { name: 'Expires' })
      .or(page.getByRole('textbox', { name: 'Expires' }))
      .first()
      .click()
    await page.getByRole('option', { name: 'After a day of your choice' }).click()
    await press('Make the key')
    await reads('Choose a day.')
    await page.getByLabel('Last day').fill('2099-12-31')
    // Quicker than any hand, so that the second comes before the button is disabled.
    await page.evaluate(
      `for (const form of Array(2).fill(document.querySelector('[role=dialog] form'))) form.requestSubmit()`,
    )
    await press('I have copied it')
    const { rows } = await pool.query(`select count(*)::int from api_keys where name = 'Night batch'`)
    assert.deepEqual(rows, [{ count: 1 }])
    await row('Night batch').getByText('Never used').waitFor()
    await pool.query(`update api_keys set expires_at = now() - interval '1 day' where name = 'Night batch'`)
    await open('/settings/api-keys')
    await row('Night batch').getByText('Expired', { exact: true }).first().waitFor()
    await checkAccess('API keys')
  })

  test('a key whose maker left says so', async () => {
    await pool.query(
      `update api_keys set made_by = 'usr_gone', permissions = '{messages.send,members.manage}' where name = 'Billing'`,
    )
    await open('/settings/api-keys')
    await row('Billing').getByText('is no member any more').waitFor()
    await checkAccess('a key without its maker')
  })

  test('a revoked key is refused within a second', async () => {
    await page.getByRole('button', { name: 'Revoke Billing' }).click()
    await reads('It was last used')
    await checkAccess('revoking')
    await press('Keep it')
    assert.equal((await asking(key)).status, 200)
    await page.getByRole('button', { name: 'Revoke Billing' }).click()
    await press('Revoke')
    await reads('Billing is revoked.')
    const sinceMs = performance.now()
    while ((await asking(key)).status !== 401) assert.ok(performance.now() - sinceMs < 2000)
  })

  test('nothing on these screens keeps people out, and the browser had nothing to complain about', () => {
    assert.deepEqual(found, [])
    assert.deepEqual(seen.complaints, [])
  })
})
