import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { until } from '../app.ts'
import { fullAccount } from '../carrier.ts'
import { becomeOwner } from './owner.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

const NUMBER = '+14155550142'

describe('one’s own number, in the browser', { skip }, async () => {
  const { site, page, seen, found, checkAccess } = await openWindow()
  const { open, api } = visit(page, site.url)
  before(async () => {
    await becomeOwner(page, site)
    await api('PATCH', '/v1/sms/settings', { ...fullAccount(site.simulator), name_in_texts: 'Acme' })
    await open('/profile')
  })

  const section = page.getByRole('region', { name: 'Notification channels: SMS' })
  const reads = (text: string | RegExp) => section.getByText(text).first().waitFor()
  const press = (name: string) => section.getByRole('button', { name, exact: true }).click()
  const fill = (label: string, text: string) => section.getByRole('textbox', { name: label, exact: true }).fill(text)
  const code = (texts: number) =>
    until(`text ${texts}`, async () => {
      const arrived = await site.texts(NUMBER)
      return arrived.length >= texts ? /\d{6}/.exec(arrived[0]!.body)![0] : null
    })
  const says = async (text: string) => {
    const response = await fetch(`${site.simulator.url}/sim/handsets/${encodeURIComponent(NUMBER)}/replies`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ to: '+14155550100', body: text }),
    })
    assert.equal(response.status, 201)
  }
  const turn = (text: string) => site.server.context.db.pool.query(`update codes set ${text}`)

  test('a number without its country is refused at the field, and the better one is offered', async () => {
    await reads('Acme will text you about what you choose, a few times a day at most.')
    await checkAccess('no number')
    await fill('Mobile number', '0014155550142')
    await press('Send a code')
    await reads('Write + instead of 00: +14155550142.')
    await press('Use it')
    await press('Send a code')
    await reads('Sent to +1 ••• ••• 0142. It is good for ten minutes.')
  })

  test('a wrong code says how many tries are left; the next code has to be waited for', async () => {
    await reads(/^New code in 0:\d\d$/)
    const right = await code(1)
    await fill('Code', right === '000000' ? '000001' : '000000')
    await press('Confirm')
    await reads('Not the code that was sent. 4 tries are left.')
    await checkAccess('a wrong code')
    assert.equal(await section.getByRole('textbox', { name: 'Code' }).getAttribute('autocomplete'), 'one-time-code')
  })

  test('a code that ran out is told without a reload, and a new one is sent', async () => {
    await turn(`expires_at = now(), resend_at = now()`)
    await reads('The code to +1 ••• ••• 0142 has run out. Have a new one sent.')
    await press('Send a new code')
    await reads('Sent to +1 ••• ••• 0142. It is good for ten minutes.')
  })

  test('the right code confirms the number', async () => {
    const right = await code(2)
    await fill('Code', `${right.slice(0, 3)} ${right.slice(3)}`)
    await press('Confirm')
    await reads('+1 415 555 0142')
    await reads('Confirmed')
    await checkAccess('confirmed')
  })

  test('texts are switched off and on', async () => {
    await section.getByRole('switch').click()
    await reads('Off')
    await section.getByRole('switch').click()
    await reads('On')
  })

  test('an administrator’s stop is told without a reload, and whom to ask', async () => {
    const { body } = await api('POST', '/v1/opt-outs', { number: NUMBER })
    await reads('Texts to this number were stopped.')
    assert.equal(await section.getByRole('switch').isDisabled(), true)
    await api('DELETE', `/v1/opt-outs/${body.handle}`)
    await reads('On')
  })

  test('STOP typed on the phone is told without a reload, with the way back; START from it is, too', async () => {
    const { body } = await api('GET', '/v1/sms/replies')
    const senders = (body.senders as { id: string; version: string }[]).map(({ id, version }) => ({ id, version }))
    await api('POST', '/v1/sms/replies/point', { senders })
    await says('STOP')
    await reads('This number answered STOP.')
    await reads(/Text START to/)
    await checkAccess('stopped')
    await says('START')
    await reads('On')
  })

  test('a number of the directory is read-only', async () => {
    const { body } = await api('GET', '/v1/people')
    const [{ id }] = body.items as [{ id: string }]
    const key = await api('POST', '/v1/api-keys', { name: 'Directory', permissions: ['people.write'] })
    const answer = await fetch(`${site.url}/v1/people/${id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key.body.key}` },
      body: JSON.stringify({ phone: '+14155550143' }),
    })
    assert.equal(answer.status, 200, await answer.text())
    await reads('+1 415 555 0143')
    await reads('Your number comes from the directory. Ask an administrator to change it there.')
    assert.equal(await section.getByRole('button').count(), 0)
  })

  test('nothing on the way keeps people out or makes the browser complain', () => {
    assert.deepEqual([found, seen.complaints], [[], []])
  })
})
