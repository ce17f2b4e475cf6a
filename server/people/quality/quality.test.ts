import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { insertMessage } from '../../../test/rows.ts'
import { openSlice, type Slice } from '../../../test/slice.ts'
import { peopleRoutes } from '../routes.ts'
import { peopleIn } from '../testing.ts'
import { type Figures, QUALITY_KINDS, type QualityKind, type QualityPerson } from './schema.ts'

let slice: Slice
before(async () => {
  slice = await openSlice(peopleRoutes)
})
after(() => slice.close())

const MOBILE = '+447700900123'

async function workspaceFor() {
  const people = await peopleIn(slice)
  const list = async (kind: QualityKind, query = ''): Promise<QualityPerson[]> => {
    const { status, body } = await people.call('GET', `/v1/phone-quality/people?kind=${kind}${query}`)
    assert.equal(status, 200, JSON.stringify(body))
    return body.items
  }
  const figures = async (): Promise<Figures> => (await people.call('GET', '/v1/phone-quality')).body.figures
  const named = async (kind: QualityKind) => (await list(kind)).map(({ last_name }) => last_name).sort()
  return { ...people, list, figures, named }
}

const NOBODY: Figures = {
  people: 0,
  ok: 0,
  no_phone: 0,
  malformed: 0,
  unverified: 0,
  opted_out: 0,
  duplicate: 0,
  landline: 0,
}

describe('the figures', () => {
  test('of nobody are none, and fresh', async () => {
    const { call } = await workspaceFor()
    const { body } = await call('GET', '/v1/phone-quality')
    assert.deepEqual(body.figures, NOBODY)
    assert.equal(body.counting, false)
    assert.ok(Date.now() - Date.parse(body.counted_at) < 10_000)
  })

  test('put each active person into one of five, and tell of those who share a number or have a landline', async () => {
    const { add, give, stop, admin, figures } = await workspaceFor()
    await add({ last_name: 'Reached', phone: MOBILE })
    await add({ last_name: 'Missing' })
    await give((await add({ last_name: 'Malformed' })).id, '0171 1234567')
    await add({ last_name: 'Typed', phone: '+14155550143' }, admin)
    await add({ last_name: 'Stopped', phone: '+14155550144' })
    await stop('+14155550144')
    await add({ last_name: 'Typed and stopped', phone: '+14155550145' }, admin)
    await stop('+14155550145')
    await add({ last_name: 'One of two', phone: '+14155550146' })
    await add({ last_name: 'Two of two', phone: '+14155550146' })
    await add({ last_name: 'Landline', phone: '+442079460123' })
    for (const phone of [MOBILE, '+442079460123', null]) await add({ last_name: 'Gone', active: false, phone })
    assert.deepEqual(await figures(), {
      people: 9,
      ok: 4,
      no_phone: 1,
      malformed: 1,
      unverified: 1,
      opted_out: 2,
      duplicate: 2,
      landline: 1,
    })
  })
})

describe('the list of a kind', () => {
  test('says of each what is amiss and who can mend it, and shows no whole number', async () => {
    const { add, give, stop, admin, list } = await workspaceFor()
    await add({ last_name: 'Missing' })
    const malformed = await add({ last_name: 'Malformed' })
    await give(malformed.id, '14155550142')
    await add({ last_name: 'Typed', phone: '+14155550143' }, admin)
    await add({ last_name: 'Stopped', phone: '+14155550144' })
    await stop('+14155550144')
    const told = async (kind: QualityKind) =>
      (await list(kind)).map(({ last_name, phone, reason, remedy, mended_by }) => [
        last_name,
        phone?.number ?? null,
        reason,
        remedy,
        mended_by,
      ])
    assert.deepEqual(await told('no_phone'), [
      ['Missing', null, 'No number is known.', 'Type their number, or have them add it in their profile.', 'here'],
    ])
    assert.deepEqual(await told('malformed'), [
      [
        'Malformed',
        '•••••••••42',
        'Add the plus: +1 ••• ••• 0142.',
        'Mend it in your file and import that again.',
        'import',
      ],
    ])
    assert.deepEqual(await told('unverified'), [
      [
        'Typed',
        '+1 ••• ••• 0143',
        'Typed by an administrator and not confirmed yet.',
        'They confirm it in their profile, by a code. If it is wrong, type another.',
        'here',
      ],
    ])
    const [[, , reason, remedy, mendedBy]] = (await told('opted_out')) as [string[]]
    assert.match(reason!, /^This number answered STOP on \d{1,2} \w+ \d{4}\.$/)
    assert.deepEqual([remedy, mendedBy], ['Only START from the phone undoes it.', 'person'])
  })

  test('follows a number that is typed in place of none', async () => {
    const { add, call, admin, named, figures } = await workspaceFor()
    const { id } = await add({ last_name: 'Missing' })
    assert.deepEqual([await named('no_phone'), await named('unverified')], [['Missing'], []])
    const { status } = await call('PATCH', `/v1/people/${id}`, { phone: '+14155550142' }, admin)
    assert.equal(status, 200)
    assert.deepEqual([await named('no_phone'), await named('unverified')], [[], ['Missing']])
    assert.deepEqual(await figures(), { ...NOBODY, people: 1, unverified: 1 })
  })

  for (const [source, where] of [
    ['scim', 'Mend it in your identity provider; it comes here with the next sync.'],
    ['import', 'Mend it in your file and import that again.'],
    ['api', 'Mend it in the product that sends it by the API.'],
  ] as const)
    test(`sends whoever wants to mend a number of the source ${source} to where it comes from`, async () => {
      const { add, give, list } = await workspaceFor()
      await give((await add({ last_name: 'Malformed' })).id, '0171 1234567', source)
      assert.partialDeepStrictEqual(await list('malformed'), [{ remedy: where, mended_by: source }])
    })

  test('of shared numbers has those alone whose numbers count, and names the others', async () => {
    const { add, give, admin, list, named } = await workspaceFor()
    await add({ last_name: 'Day', phone: '+14155550142' })
    await add({ last_name: 'Night', phone: '+14155550142' })
    await add({ last_name: 'Typed', phone: '+14155550143' }, admin)
    await add({ last_name: 'Own', phone: '+14155550143' })
    // What was typed goes behind what the directory says, and somebody who left is reached by nothing.
    const other = await add({ last_name: 'Overruled', phone: '+14155550144' }, admin)
    await give(other.id, '+14155550145')
    await add({ last_name: 'Single', phone: '+14155550144' })
    await add({ last_name: 'Gone', phone: '+14155550145', active: false })
    assert.deepEqual(await named('duplicate'), ['Day', 'Night', 'Own', 'Typed'])
    const day = (await list('duplicate')).find(({ last_name }) => last_name === 'Day')!
    assert.equal(day.reason, 'Also the number of Night. STOP from that phone silences all of them.')
    assert.match(day.remedy, /If they share the phone, all is well\.$/)
  })

  test('of landlines has what numbering plans say and what a provider said last', async () => {
    const { id, add, named, list, figures } = await workspaceFor()
    await add({ last_name: 'Office', phone: '+442079460123' })
    await add({ last_name: 'Unknown', phone: '+15555550100' })
    await add({ last_name: 'American', phone: '+14155550140' })
    const said = async (last_name: string, to: string, more: object) => {
      await add({ last_name, phone: to })
      await insertMessage(slice, id, { to, status: 'undelivered', error_code: 30006, ...more })
    }
    await said('Called so', '+14155550141', { finished_at: new Date('2026-05-03T10:00:00Z') })
    await said('Elsewhere', '+14155550142', { redirectedTo: '+14155550177' })
    await said('Moved', '+14155550143', { created_at: new Date(Date.now() - 60_000) })
    await insertMessage(slice, id, { to: '+14155550143', status: 'delivered' })
    assert.deepEqual(await named('landline'), ['Called so', 'Office', 'Unknown'])
    assert.equal((await figures()).landline, 3)
    const reasons = Object.fromEntries((await list('landline')).map(({ last_name, reason }) => [last_name, reason]))
    assert.deepEqual(reasons, {
      'Called so': 'The provider called it a landline, or out of reach, on 3 May 2026 (30006).',
      Office: 'Numbering plans have it as a landline.',
      Unknown: 'No numbering plan knows what this number is.',
    })
  })

  test('shows nobody of another workspace', async () => {
    const [ours, theirs] = [await workspaceFor(), await workspaceFor()]
    for (const { add } of [ours, theirs]) await add({ last_name: 'Shared', phone: '+442079460123' })
    for (const kind of ['duplicate', 'landline'] as const) {
      const found = await ours.list(kind)
      assert.equal(found.length, kind === 'landline' ? 1 : 0)
    }
  })
})

type Workspace = Awaited<ReturnType<typeof workspaceFor>>

/** Makes somebody of each kind; the number's end tells them apart. */
const MAKE: Record<QualityKind, (workspace: Workspace, last_name: string, end: number) => Promise<unknown>> = {
  no_phone: ({ add }, last_name) => add({ last_name }),
  malformed: async ({ add, give }, last_name) => give((await add({ last_name })).id, '0171 1234567'),
  unverified: ({ add, admin }, last_name, end) => add({ last_name, phone: `+1415555010${end}` }, admin),
  opted_out: async ({ add, stop }, last_name, end) => {
    await add({ last_name, phone: `+1415555010${end}` })
    await stop(`+1415555010${end}`)
  },
  duplicate: ({ add }, last_name, end) => add({ last_name, phone: `+1415555010${end % 3}` }),
  landline: ({ add }, last_name, end) => add({ last_name, phone: `+44207946012${end % 5}` }),
}

describe('pages', () => {
  for (const kind of QUALITY_KINDS)
    test(`of the kind ${kind} have everybody once`, async () => {
      const workspace = await workspaceFor()
      for (let i = 0; i < 7; i++) await MAKE[kind](workspace, `N${i}`, i)
      const seen: string[] = []
      for (let after = ''; seen.length < 20; ) {
        const { body } = await workspace.call('GET', `/v1/phone-quality/people?kind=${kind}&limit=2${after}`)
        assert.ok(body.items.length <= 2)
        seen.push(...body.items.map((one: QualityPerson) => one.last_name))
        assert.doesNotMatch(body.next ?? '', /4155550|2079460/)
        if (!body.next) break
        after = `&after=${encodeURIComponent(body.next)}`
      }
      assert.deepEqual(seen.sort(), ['N0', 'N1', 'N2', 'N3', 'N4', 'N5', 'N6'])
    })

  test('begin where another list ended nowhere', async () => {
    const { call } = await workspaceFor()
    const person = `per_${'0'.repeat(26)}`
    const number = `num_${'A'.repeat(43)}`
    for (const [kind, after, status] of [
      ['no_phone', person, 200],
      ['landline', `${number}~${person}`, 200],
      ['landline', `${number}~`, 200],
      ['landline', person, 422],
      ['no_phone', `${number}~${person}`, 422],
      ['no_phone', 'per_1', 422],
      ['no_phone', '', 422],
      ['landline', `${number}~${person}~`, 422],
      ['landline', `num_1~${person}`, 422],
      ['nothing', person, 422],
    ] as const) {
      const answer = await call('GET', `/v1/phone-quality/people?kind=${kind}&after=${encodeURIComponent(after)}`)
      assert.equal(answer.status, status, `${kind} after ${after}`)
    }
  })
})

test('a kind is exported whole, with masked numbers and no formulas, and that is on record', async () => {
  const { id, add, call } = await workspaceFor()
  await add({ last_name: '=cmd()', phone: '+442079460123', external_id: 'u-17' })
  const { status, headers, body } = await call('GET', '/v1/phone-quality/export?kind=landline')
  assert.equal(status, 200)
  assert.match(headers.get('content-disposition')!, /filename="phones-landline-\d{4}-\d\d-\d\d\.csv"/)
  const [head, line, end] = body.split('\r\n')
  assert.equal(head, 'id,external_id,first_name,last_name,email,number,source,kind,reason,remedy')
  assert.match(
    line,
    /^per_\w+,u-17,,'=cmd\(\),,'\+44 •• •••• 0123,api,landline,Numbering plans have it as a landline\.,/,
  )
  assert.equal(end, '')
  const entries = await slice.db.tenant(id, (tx) =>
    tx.selectFrom('audit_entries').select(['action', 'changes']).execute(),
  )
  assert.partialDeepStrictEqual(entries.at(-1), {
    action: 'phone_quality.exported',
    changes: { kind: { from: null, to: 'landline' } },
  })
})
