import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { writeOptOuts } from '../consent/opt-outs.ts'
import { openPhones, type Phones } from './testing.ts'

let phones: Phones
before(async () => {
  phones = await openPhones()
})
after(() => phones.carrier.stop())

describe('a number that somebody says is theirs', () => {
  test('is theirs once they enter the code that came to it', async () => {
    const { send, confirm, show } = await phones.member()
    assert.deepEqual(await show(), {
      state: 'none',
      number: null,
      source: null,
      code: null,
      opted_out: null,
      shared: false,
      sms_on: true,
      channel_on: true,
      redirected: false,
      answerable: true,
      answer_to: '+1 415 555 0100',
      wording:
        'Acme will text you about what you choose, a few times a day at most. Message and data rates may apply. Reply STOP to end, HELP for help.',
    })
    const number = phones.newNumber()
    const { status, body } = await send(number)
    assert.deepEqual([status, body.state, body.number], [202, 'code_sent', null])
    assert.match(body.code.number, /^\+1 ••• ••• 0000$/)
    const after = await confirm(await phones.codeOn(number))
    assert.deepEqual(
      [after.status, after.body.state, after.body.number, after.body.code],
      [200, 'confirmed', number, null],
    )
  })

  test('gets one segment that the phone can fill in, bound to the address of the console', async () => {
    const { send } = await phones.member()
    const number = phones.newNumber()
    await send(number)
    const code = await phones.codeOn(number)
    const [text] = await phones.carrier.texts(number)
    const host = new URL(phones.carrier.server.context.publicUrl()!).hostname
    assert.equal(
      text!.body,
      `Acme: ${code} is your code. It is good for 10 minutes. Do not share it.\n\n@${host} #${code}`,
    )
  })

  test('is sent no code in a country that the workspace does not text to', async () => {
    const { send } = await phones.member()
    await phones.workspace.call('PATCH', '/v1/sms/settings', { allowed_countries: ['DE'] })
    const { status, body } = await send(phones.newNumber())
    await phones.workspace.call('PATCH', '/v1/sms/settings', { allowed_countries: [] })
    assert.deepEqual(
      [status, body.errors],
      [
        422,
        [
          {
            pointer: '/number',
            detail: 'Acme sends no texts to this country: United States. Use another number, or ask an administrator.',
          },
        ],
      ],
    )
  })

  test('keeps with its confirmation what was said, when, and from where', async () => {
    const { id } = await phones.confirmed(phones.newNumber())
    const [kept] = await phones.carrier.server.context.db.tenant(phones.workspace.id, (tx) =>
      tx.rows<{ source: string; wording: string; wording_version: string; from_address: string }>(
        '',
        `select o.* from opt_ins o join persons p on p.workspace_id = o.workspace_id and p.id = o.person_id where p.user_id = $1`,
        [id],
      ),
    )
    assert.match(kept!.wording, /^Acme will text you .* Reply STOP to end, HELP for help\.$/)
    assert.deepEqual([kept!.source, kept!.wording_version.length], ['confirmed', 12])
    assert.ok(kept!.from_address)
  })

  test('stays as it was until the code for another one is entered', async () => {
    const first = phones.newNumber()
    const { send, confirm } = await phones.confirmed(first)
    const second = phones.newNumber()
    const sent = (await send(second)).body
    assert.deepEqual([sent.state, sent.number], ['code_sent', first])
    const after = (await confirm(await phones.codeOn(second))).body
    assert.deepEqual([after.state, after.number], ['confirmed', second])
  })

  test('can be taken back', async () => {
    const { ask, show } = await phones.confirmed(phones.newNumber())
    assert.equal((await ask('DELETE', '/v1/me/phone')).body.state, 'none')
    assert.equal((await show()).number, null)
  })
})

describe('nobody learns about others', () => {
  test('from asking for a code: the answer is one and the same for a known, an unknown and a stopped number', async () => {
    const taken = phones.newNumber()
    await phones.confirmed(taken)
    const stopped = phones.newNumber()
    const numberHash = phones.carrier.server.context.keys.hashNumber(stopped)
    await phones.carrier.server.context.db.tenant(phones.workspace.id, (tx) =>
      writeOptOuts(tx, [{ workspaceId: phones.workspace.id, numberHash, source: 'keyword', note: null }]),
    )
    const shapes = []
    for (const number of [phones.newNumber(), taken, stopped]) {
      const { status, body } = await (await phones.member()).send(number)
      shapes.push([status, body.state, Object.keys(body), body.opted_out, body.shared, body.code.tries_left])
    }
    assert.deepEqual(shapes[1], shapes[0])
    assert.deepEqual(shapes[2], shapes[0])
  })

  test('and whoever holds a phone that is somebody else’s number here is refused without a name', async () => {
    const number = phones.newNumber()
    await phones.confirmed(number)
    const other = await phones.member()
    await other.send(number)
    const { status, body } = await other.confirm(await phones.codeOn(number, 2))
    assert.deepEqual([status, body.code], [409, 'taken'])
    assert.equal((await other.show()).number, null)
  })
})

test('a number of the directory is read-only, and its person is found by a proven address', async () => {
  const somebody = await phones.member()
  const number = phones.newNumber()
  await phones.workspace.call('POST', '/v1/people', {
    first_name: 'Dana',
    email: somebody.email.toUpperCase(),
    phone: number,
  })
  const shown = await somebody.show()
  assert.deepEqual([shown.state, shown.number, shown.source], ['directory', number, 'api'])
  assert.equal((await somebody.send(phones.newNumber())).body.code, 'directory_number')
})

test('after STOP the profile says since when and which number START goes to', async () => {
  const number = phones.newNumber()
  const { show } = await phones.confirmed(number)
  const numberHash = phones.carrier.server.context.keys.hashNumber(number)
  await phones.carrier.server.context.db.tenant(phones.workspace.id, (tx) =>
    writeOptOuts(tx, [{ workspaceId: phones.workspace.id, numberHash, source: 'keyword', note: null }]),
  )
  assert.equal((await show()).opted_out.text_start_to, '+1 415 555 0100')
})

test('one’s own switch is kept', async () => {
  const { ask, show } = await phones.member()
  assert.equal((await ask('PATCH', '/v1/me/phone', { sms_on: false })).body.sms_on, false)
  assert.equal((await show()).sms_on, false)
})

const REFUSED: [what: string, number: string][] = [
  ['a satellite phone', '+881612345678'],
  ['a premium number', '+19005550123'],
  ['no number', 'call me'],
  ['a number without a country', '0171 1234567'],
]
for (const [what, number] of REFUSED) {
  test(`${what} is refused at the field`, async () => {
    const { status, body } = await (await phones.member()).send(number)
    assert.deepEqual([status, body.errors?.[0]?.pointer], [422, '/number'])
  })
}

test('a key has no phone', async () => {
  assert.equal((await phones.workspace.call('GET', '/v1/me/phone')).status, 403)
})
