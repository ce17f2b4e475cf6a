import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { becomeOwner } from './owner.ts'
import { addPerson, signIn } from './people.ts'
import { sendUser } from './scim-directory.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

describe('the directory in the console', { skip }, async () => {
  const { site, context, page, seen, found, checkAccess } = await openWindow()
  before(() => becomeOwner(page, site))
  const { open, press, fill, reads } = visit(page, site.url)
  const { pool } = site.server.context.db
  const token = (name: string) => page.getByRole('listitem', { name, exact: true })
  let secret = ''

  test('without one, the address and what to do at the directory can be read', async () => {
    await open('/settings/scim')
    await reads('No directory is connected.')
    await reads(`${site.url}/scim/v2`)
    await checkAccess('no directory')
  })

  test('a token is shown once, made once however fast the hand, and waits for the directory', async () => {
    await press('Make a token')
    await press('Make the token')
    await reads('A token needs a name')
    await checkAccess('making a token')
    await fill('Name', 'Okta')
    // Quicker than any hand, so that the second comes before the button is disabled.
    await page.evaluate(
      `for (const form of Array(2).fill(document.querySelector('[role=dialog] form'))) form.requestSubmit()`,
    )
    const shown = page.getByRole('region', { name: 'token', exact: true })
    await shown.waitFor()
    secret = (await shown.textContent())!.trim()
    await checkAccess('a new token')
    await press('I have copied it')
    await token('Okta').getByText('Never used').waitFor()
    await reads('Waits for the directory')
    const { rows } = await pool.query('select count(*)::int from scim_tokens')
    assert.deepEqual(rows, [{ count: 1 }])
    await open('/settings/scim')
    assert.equal((await page.content()).includes(secret), false)
  })

  test('whoever asks with it is seen, and numbers that could not be read lead to their people', async () => {
    const id = await sendUser(site, secret, 'ines.okafor@acme.example', '415-555-2671')
    await sendUser(site, secret, 'ada.lund@acme.example', '+14155552671')
    await open('/settings/scim')
    await token('Okta').getByText(/^Used/).waitFor()
    await reads('1 with a number that could not be read')
    const row = page.getByRole('listitem', { name: 'ines okafor' })
    await row.getByText('Local format').waitFor()
    await checkAccess('a directory')
    await row.getByRole('link').click()
    await page.waitForURL(`**/people/${id}`)
  })

  test('an ended token lets nobody in, and the screen says what that means', async () => {
    await open('/settings/scim')
    await press('End Okta')
    await reads('It is the only one')
    await checkAccess('ending a token')
    await press('End it')
    await reads('The token Okta is ended.')
    await reads('The directory is not let in.')
    await checkAccess('a directory that is not let in')
    const headers = { authorization: `Bearer ${secret}` }
    const sinceMs = performance.now()
    while ((await fetch(`${site.url}/scim/v2/Users`, { headers })).status !== 401)
      assert.ok(performance.now() - sinceMs < 2000)
  })

  test('whoever may not keep people or members has no such entry, and is told who can', async () => {
    const { rows } = await pool.query<{ workspace_id: string }>(`select workspace_id from members limit 1`)
    await addPerson(site, 'auditor@acme.example', { workspaceId: rows[0]!.workspace_id, role: 'auditor' })
    await context.clearCookies()
    await signIn(page, site, 'auditor@acme.example', '/settings/scim')
    await reads('You cannot see how a directory is connected. Owner or Admin can; ask one of them.')
    assert.equal(await page.getByRole('link', { name: 'Directory (SCIM)' }).count(), 0)
  })

  test('nothing on these screens keeps people out, and the browser had nothing to complain about', () => {
    assert.deepEqual(found, [])
    assert.deepEqual(seen.complaints, [])
  })
})
