import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openPhones, type Phones } from './testing.ts'

let phones: Phones
before(async () => {
  phones = await openPhones()
})
after(() => phones.carrier.stop())

/** Six digits that are not these. */
const not = (code: string) => (code === '000000' ? '000001' : '000000')

describe('a code', () => {
  test('that is wrong says how many tries are left, and after five none is taken, the right one neither', async () => {
    const { send, confirm } = await phones.member()
    const number = phones.newNumber()
    await send(number)
    const code = await phones.codeOn(number)
    const wrong = await confirm(not(code))
    assert.equal(wrong.status, 422)
    assert.deepEqual(wrong.body.errors, [{ pointer: '/code', detail: 'Not the code that was sent. 4 tries are left.' }])
    for (let i = 0; i < 4; i++) await confirm(not(code))
    assert.equal((await confirm(code)).body.code, 'too_many_tries')
  })

  test('counts a hundred guesses at once as a hundred', async () => {
    const { send, confirm, show } = await phones.member()
    const number = phones.newNumber()
    await send(number)
    const code = await phones.codeOn(number)
    const answers = await Promise.all(Array.from({ length: 100 }, () => confirm(not(code))))
    const wrong = answers.filter(({ status }) => status === 422).length
    // The fifth try ends the code and says so.
    assert.deepEqual([wrong, answers.filter(({ body }) => body.code === 'too_many_tries').length], [4, 96])
    assert.equal((await show()).code.tries_left, 0)
  })

  test('is taken once, however many send the right one at the same moment', async () => {
    const { send, confirm } = await phones.member()
    const number = phones.newNumber()
    await send(number)
    const code = await phones.codeOn(number)
    const answers = await Promise.all(Array.from({ length: 200 }, () => confirm(code)))
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    assert.equal(answers.filter(({ body }) => body.code === 'no_code').length, 199)
  })

  test('that ran out is not taken', async () => {
    const { send, confirm, show, change } = await phones.member()
    const number = phones.newNumber()
    await send(number)
    const code = await phones.codeOn(number)
    await change(`expires_at = now()`)
    assert.equal((await show()).code.expired, true)
    assert.equal((await confirm(code)).body.code, 'expired')
  })

  test('ends the one before, and has to be waited for longer each time', async () => {
    const { send, confirm, change } = await phones.member()
    const number = phones.newNumber()
    await send(number)
    const first = await phones.codeOn(number)
    const early = await send(number)
    assert.deepEqual([early.status, early.body.code], [429, 'too_soon'])
    await change(`resend_at = now()`)
    const second = await send(number)
    assert.equal(second.status, 202)
    const wait = Date.parse(second.body.code.resend_at) - Date.now()
    assert.ok(wait > 50_000 && wait < 61_000, `${wait} ms`)
    const code = await phones.codeOn(number, 2)
    if (code !== first) assert.equal((await confirm(first)).status, 422)
    assert.equal((await confirm(code)).status, 200)
  })

  test('is sent again to the number that waits, without its being said again', async () => {
    const { ask, change, send } = await phones.member()
    assert.equal((await ask('POST', '/v1/me/phone', {})).body.code, 'no_code')
    const number = phones.newNumber()
    await send(number)
    await change(`resend_at = now()`)
    assert.equal((await ask('POST', '/v1/me/phone', {})).status, 202)
    assert.match(await phones.codeOn(number, 2), /^\d{6}$/)
  })

  test('is asked for five times an hour at most by one person, whatever the number', async () => {
    const { send, change } = await phones.member()
    for (let i = 0; i < 5; i++) {
      assert.equal((await send(phones.newNumber())).status, 202)
      await change(`resend_at = now()`)
    }
    const { status, body } = await send(phones.newNumber())
    assert.deepEqual([status, body.code], [429, 'too_many_codes'])
    assert.match(body.detail, /^Too many codes were asked for\. Try again in \d+ minutes\.$/)
  })

  test('goes to neighbours in one range twenty times an hour at most', async () => {
    const base = phones.newNumber().slice(0, -4)
    const statuses = []
    for (let i = 0; i < 21; i++)
      statuses.push((await (await phones.member()).send(`${base}${String(i).padStart(4, '0')}`)).status)
    assert.deepEqual(statuses, [...Array.from({ length: 20 }, () => 202), 429])
  })

  test('stands in no row and no history in clear', async () => {
    const { send } = await phones.member()
    const number = phones.newNumber()
    await send(number)
    const code = await phones.codeOn(number)
    const dump = await phones.carrier.server.context.db.system((tx) =>
      Promise.all(
        ['codes', 'messages', 'persons'].map((table) => tx.rows('', `select to_jsonb(t) as row from ${table} t`, [])),
      ),
    )
    const text = JSON.stringify(dump)
    assert.ok(text.includes(phones.workspace.id))
    assert.ok(!text.includes(number.slice(1)), 'the number')
    assert.ok(!new RegExp(`\\D${code}\\D`).test(text.replace(/[0-9a-f]{12,}/g, '')), 'the code')
    const { items } = (
      await phones.workspace.call<{ items: { class: string; body: string | null }[] }>(
        'GET',
        '/v1/messages?class=otp&limit=1',
      )
    ).body
    assert.deepEqual(
      items.map((item) => item.body),
      [null],
    )
  })
})
