import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { until } from '../app.ts'
import { type Receiver, startReceiver, status } from '../receiver.ts'
import { becomeOwner } from './owner.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

describe('webhooks', { skip }, async () => {
  const receiver: Receiver = await startReceiver()
  after(() => receiver.stop())
  const { site, page, seen, found, checkAccess } = await openWindow({ HANDSET_ALLOW_HOSTS: receiver.host })
  const { open, press, fill, reads, api } = visit(page, site.url)
  before(() => becomeOwner(page, site))
  let secret = ''
  const shownSecret = async () => (await page.getByRole('region', { name: 'the secret' }).textContent())!.trim()
  const webhook = async () => {
    const { items } = (await api('GET', '/v1/webhooks')).body as { items: Record<string, unknown>[] }
    return items[0]!
  }

  test('one is added, and its secret is shown once', async () => {
    await open('/settings/webhooks')
    await reads('No webhooks yet.')
    await checkAccess('no webhooks')
    await press('Add a webhook')
    await fill('Address', 'https://10.0.0.1/in')
    await press('Add the webhook')
    await reads(/10\.0\.0\.1 is a private address/)
    await page.locator('input[name="url"]:focus').waitFor()
    await checkAccess('an address that may not be called')
    await fill('Address', `${receiver.url}/hook`)
    await fill('Name', 'The stock system')
    await press('Add the webhook')
    await reads('Its secret')
    secret = await shownSecret()
    assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/)
    await checkAccess('its secret')
    await press('I have copied it')
    await page.getByRole('listitem', { name: 'The stock system' }).getByText('Not called yet').waitFor()
    await checkAccess('the list')
  })

  test('a test event arrives, signed by that secret', async () => {
    await page.getByRole('link', { name: 'The stock system' }).click()
    await reads('Nothing yet. A test event shows whether it arrives.')
    await press('Send test event')
    const call = await until('the call', async () => receiver.received.find((one) => one.path === '/hook'))
    const told = new Webhook(secret).verify(call.body, call.headers as Record<string, string>) as { type: string }
    assert.equal(told.type, 'webhook.test')
    await page.getByRole('row', { name: /webhook\.test.*Delivered/ }).waitFor()
    await checkAccess('a webhook')
    await page.getByRole('button', { name: 'webhook.test' }).click()
    await page.getByRole('heading', { name: 'What it is told' }).waitFor()
    await checkAccess('a delivery')
    await press('Close')
  })

  test('what failed is seen, found and sent again', async () => {
    receiver.answers(status(500, 'out of order'))
    await api('POST', '/v1/opt-outs', { number: '+14155550177' })
    await page.getByRole('row', { name: /opt_out\.created.*Trying again/ }).waitFor()
    await reads('No call has gone well lately.')
    await page.getByRole('button', { name: 'opt_out.created' }).click()
    await reads('out of order')
    receiver.answers(status(204))
    await press('Resend')
    await page.getByRole('dialog').getByText('Delivered').waitFor()
    await press('Close')
    await page.getByRole('combobox', { name: 'Event' }).click()
    await page.getByRole('option', { name: 'opt_out.created' }).click()
    await page.getByRole('row', { name: /webhook\.test/ }).waitFor({ state: 'detached' })
    const calls = receiver.received.filter((one) => one.body.includes('opt_out.created'))
    assert.equal(new Set(calls.map((one) => one.headers['webhook-id'])).size, 1)
    assert.ok(calls.length >= 2 && !calls[0]!.body.includes('5550177'))
  })

  test('its secret is replaced, and the old one ended', async () => {
    await press('Replace')
    await press('Replace it')
    await reads('The new secret')
    assert.notEqual(await shownSecret(), secret)
    await press('I have copied it')
    await reads(/The old one signs too until/)
    await checkAccess('two secrets')
    await press('End it now')
    await reads('The old secret signs no more.')
    assert.equal(((await webhook()).secret as { old_until: unknown }).old_until, null)
  })

  test('it is switched off and on, and deleted by typing where it leads', async () => {
    await press('Switch off')
    await reads('The webhook is off.')
    assert.equal((await webhook()).state, 'off')
    await checkAccess('off')
    await press('Switch on')
    await page.getByText('The webhook is off.', { exact: true }).first().waitFor({ state: 'detached' })
    assert.equal((await webhook()).state, 'active')
    await press('Delete…')
    const button = page.getByRole('dialog').getByRole('button', { name: 'Delete it' })
    assert.ok(await button.isDisabled())
    await fill(`Type ${receiver.host} to confirm`, receiver.host)
    await checkAccess('deleting')
    await button.click()
    await reads('No webhooks yet.')
    assert.deepEqual((await api('GET', '/v1/webhooks')).body.items, [])
  })

  test('nothing kept people out, and no page broke its own policy', () => {
    assert.deepEqual(found, [])
    assert.deepEqual(seen.complaints, [])
  })
})
