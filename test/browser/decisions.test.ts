import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { until } from '../app.ts'
import { connectSimulator, makeUndecided } from './doubts.ts'
import { becomeOwner } from './owner.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

const [LEFT, AGAIN, OPENED] = ['+14155550142', '+14155550143', '+14155550144'] as const

describe('what only a person can decide', { skip }, async () => {
  const { site, page, seen, found, checkAccess } = await openWindow()
  before(async () => {
    await becomeOwner(page, site)
    await connectSimulator(page, site)
  })
  const open = (path: string) => page.goto(new URL(path, site.url).href)
  const statusOf = async (id: string) => (await visit(page, site.url).api('GET', `/v1/messages/${id}`)).body.status
  const dialog = () => page.getByRole('dialog')
  let left: string

  test('without such texts the screen says so, and the navigation shows no number', async () => {
    await page.getByRole('link', { name: 'Needs a decision', exact: true }).click()
    await page.getByRole('heading', { name: 'Nothing needs a decision.' }).waitFor()
    await checkAccess('nothing to decide')
  })

  test('each is listed with what stands in the way, and counted in the navigation', async () => {
    left = await makeUndecided(page, site, { to: LEFT, body: 'Your table is ready' })
    await makeUndecided(page, site, { to: AGAIN, body: 'Your order has left' }, 'unreachable')
    await open('/decisions')
    await page.getByRole('link', { name: 'Needs a decision 2 texts' }).waitFor()
    await page.getByText('Simulator cannot be reached.').waitFor()
    await page.getByText('+1 ••• ••• 0142').waitFor()
    await checkAccess('decisions')
  })

  test('leaving the question open decides nothing', async () => {
    await page.getByRole('button', { name: 'It was sent: +1 ••• ••• 0142' }).click()
    await dialog().getByText('This cannot be undone.').waitFor()
    await checkAccess('it was sent')
    await dialog().getByRole('button', { name: 'Leave it open' }).click()
    assert.equal(await statusOf(left), 'unknown')
  })

  test('“It was sent” makes it sent, sends nothing, and takes it off the list', async () => {
    await page.getByRole('button', { name: 'It was sent: +1 ••• ••• 0142' }).click()
    await dialog().getByRole('button', { name: 'It was sent', exact: true }).click()
    await page.getByText('Taken for sent.').waitFor()
    await page.getByText('+1 ••• ••• 0142').waitFor({ state: 'detached' })
    assert.equal(await statusOf(left), 'sent')
    assert.deepEqual(await site.texts(LEFT), [])
  })

  test('“Send again” names the price and the risk, and sends it once', async () => {
    await page.getByRole('button', { name: 'Send again: +1 ••• ••• 0143' }).click()
    await dialog()
      .getByText(/for another \$0\.0\d+/)
      .waitFor()
    await dialog()
      .getByText(/gets it twice/)
      .waitFor()
    await checkAccess('send again')
    await dialog().getByRole('button', { name: 'Send again', exact: true }).click()
    await page.getByText('On its way again.').waitFor()
    await page.getByRole('heading', { name: 'Nothing needs a decision.' }).waitFor()
    await until('the text arrives', async () => (await site.texts(AGAIN)).length === 1)
  })

  test('the message itself can be decided about, and its timeline says by whom', async () => {
    const id = await makeUndecided(page, site, { to: OPENED, body: 'Your parcel is here' })
    await open(`/history/${id}`)
    const message = page.getByRole('region', { name: 'Message' })
    await message.getByText(/Somebody must decide\./).waitFor()
    await checkAccess('message in doubt')
    await message.getByRole('button', { name: 'It was sent', exact: true }).click()
    await dialog().getByRole('button', { name: 'It was sent', exact: true }).click()
    await message.getByText('Test owner decided: it was sent').waitFor()
    assert.equal(await statusOf(id), 'sent')
  })

  test('one that was decided meanwhile is told so', async () => {
    const id = await makeUndecided(page, site, { to: LEFT, body: 'Your table is ready again' })
    await open('/decisions')
    await page.getByRole('button', { name: 'Send again: +1 ••• ••• 0142' }).click()
    await visit(page, site.url).api('POST', `/v1/messages/${id}/decision`, { decision: 'it_was_sent' })
    await dialog().getByRole('button', { name: 'Send again', exact: true }).click()
    await dialog().getByText('Nothing was decided.').waitFor()
    await dialog()
      .getByText(/Test owner decided it/)
      .waitFor()
    assert.deepEqual(await site.texts(LEFT), [])
  })

  test('nothing on these screens keeps people out, and the browser had nothing to complain about', () => {
    assert.deepEqual(found, [])
    assert.deepEqual(seen.complaints, [])
  })
})
