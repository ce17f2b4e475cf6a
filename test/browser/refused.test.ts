import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { becomeOwner } from './owner.ts'
import { openWindow, skip } from './window.ts'

/** The console of somebody whose provider does not accept what they type; one token that is wrong is in first-text.test.ts. */
describe('what the provider does not accept is said at its field, and is not saved', { skip }, async () => {
  const { site, context, page, seen, found, checkAccess } = await openWindow()
  before(() => becomeOwner(page, site))

  const other = () => site.simulator.state.accounts.find((account) => account.name === 'Another account')!
  const settings = async () => (await context.request.get(`${site.url}/v1/sms/settings`)).json()
  const save = () => page.getByRole('button', { name: 'Check and save', exact: true }).click()
  const account = async (token: string) => {
    await page.getByLabel('Account SID').fill(site.account.sid)
    await page.locator('input[name=auth_token]').fill(token)
    await save()
  }
  const sender = async (value: string) => {
    await page.getByRole('combobox', { name: 'Sender' }).fill(value)
    await save()
  }

  /** Says why, puts the keyboard where the trouble is (if it is at a field), and leaves what was saved as it was. */
  async function refuses(attempt: () => Promise<void>, says: RegExp, field: string | null): Promise<void> {
    const stood = await settings()
    await attempt()
    const alert = page.getByRole('alert').filter({ hasText: says })
    await alert.filter({ hasText: 'Nothing was saved' }).waitFor()
    assert.deepEqual(await settings(), stood)
    const marked = page.locator('form [aria-invalid="true"]')
    assert.deepEqual(
      await marked.evaluateAll((all) => all.map((one) => one.getAttribute('name'))),
      field ? [field] : [],
    )
    if (field) await page.locator(`input[name=${field}]:focus`).waitFor()
    await checkAccess(String(says))
  }

  /** The network between here and the provider is away: what the browser then says of a 503 is meant to be. */
  async function withoutProvider(attempt: () => Promise<void>): Promise<void> {
    const { egress } = site.server.context
    const { http } = egress
    egress.http = async () => ({ kind: 'not_sent', reason: 'connect_timeout', detail: 'no answer in 10 seconds' })
    await refuses(attempt, /could not be reached/, null)
    egress.http = http
    const others = seen.complaints.filter((line) => !line.includes('503'))
    assert.deepEqual(others, [])
    seen.complaints.length = 0
  }

  test('the account, while the provider cannot be reached', async () => {
    await page.getByRole('button', { name: 'Try with the simulator', exact: true }).click()
    await withoutProvider(() => account(site.account.authToken))
  })

  test('a token that belongs to another account', () =>
    refuses(() => account(other().authToken), /another account/, 'auth_token'))

  test('the right token, and then a number of another account', async () => {
    await account(site.account.authToken)
    await page.getByLabel('What was checked').getByText('signed in').waitFor()
    await refuses(() => sender('+12125550170'), /\+1 212 555 0170 is not on account/, 'sender')
  })

  test('a Messaging Service of another account', () =>
    refuses(() => sender(other().services[0]!.sid), /does not exist on this account, or/, 'sender'))

  test('the sender, while the provider cannot be reached', () => withoutProvider(() => sender('+14155550100')))

  test('of all that only the account was saved; the right sender is, and nothing keeps people out on the way', async () => {
    assert.equal((await settings()).sender, null)
    await sender('+14155550100')
    await page.getByLabel('What was checked').getByText('+1 415 555 0100').waitFor()
    assert.equal((await settings()).sender.phone_number, '+14155550100')
    assert.deepEqual([found, seen.complaints], [[], []])
  })
})
