import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { ImportOut } from './schema.ts'
import { type ImportTests, openImportTests } from './testing.ts'

let tests: ImportTests
before(async () => {
  tests = await openImportTests()
})
after(() => tests.server.stop())

const TEXT = 'Personalnummer;Vorname;Nachname;E-Mail;Handy\nu1;José;Müller;jose@acme.example;+14155550142\n'
const TO = ['external_id', 'first_name', 'last_name', 'email', 'phone']

function utf16(text: string, big: boolean): Buffer {
  const bytes = Buffer.from(text, 'utf16le')
  return big ? bytes.swap16() : bytes
}

describe('a file is read as it was written:', () => {
  const FILES: [what: string, file: Buffer, encoding: string][] = [
    ['UTF-8', Buffer.from(TEXT), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${TEXT}`), 'utf-8'],
    ['UTF-16 with a mark', utf16(`\ufeff${TEXT}`, false), 'utf-16le'],
    ['UTF-16 the other way round with a mark', utf16(`\ufeff${TEXT}`, true), 'utf-16be'],
    ['UTF-16 without a mark', utf16(TEXT, false), 'utf-16le'],
    ['UTF-16 the other way round without a mark', utf16(TEXT, true), 'utf-16be'],
    ['Windows-1252', Buffer.from(TEXT, 'latin1'), 'windows-1252'],
    [
      'Windows-1252 that is plain ASCII for more than a megabyte',
      Buffer.from(`${TEXT.replace('José;Müller', 'A;B')}${'x;y;z;;\n'.repeat(200_000)};J\u00f6rg;;;\n`, 'latin1'),
      'windows-1252',
    ],
  ]
  for (const [what, file, encoding] of FILES)
    test(what, async () => {
      const caller = await tests.workspace()
      const found = await caller.sent(file)
      assert.deepEqual([found.encoding, found.delimiter, found.has_header], [encoding, ';', true])
      assert.deepEqual(
        found.columns.map(({ to }) => to),
        TO,
      )
      const { body } = await caller.call<{ rows: { values: object }[] }>('GET', `/v1/imports/${found.id}/preview`)
      const { first_name: name, phone } = body.rows[0]!.values as Record<string, string>
      assert.deepEqual([name, phone], [file.length > 2000 ? 'A' : 'José', '+1 ••• ••• 0142'])
    })
})

describe('what separates cells, and whether the first row is names, is found:', () => {
  const FILES: [text: string, delimiter: string, hasHeader: boolean, rows: number][] = [
    ['first name,last name\nA,B\n', ',', true, 1],
    ['first name\tlast name\r\nA, the first\tB\r\n', '\t', true, 1],
    ['"Name; first";phone\n"x;y";+14155550100\n', ';', true, 1],
    ['Dana,+14155550100\nEli,+14155550101\n', ',', false, 2],
    ['Staff\nu-100001\n', ',', true, 1],
    ['\n\nfirst name,phone\n\nA,+14155550100\n,\n', ',', true, 1],
    ['"first name","last name"\n"A\nB","say ""x"""\n', ',', true, 1],
  ]
  for (const [text, delimiter, hasHeader, rows] of FILES)
    test(JSON.stringify(text), async () => {
      const found = await (await tests.workspace()).sent(text)
      assert.deepEqual([found.delimiter, found.has_header, found.rows], [delimiter, hasHeader, rows])
    })
})

describe('a file is refused in words that help:', () => {
  const FILES: [what: string, file: () => string | Buffer, status: number, detail: RegExp, code: string][] = [
    ['empty', () => '', 422, /is empty/, 'empty_file'],
    ['blank', () => ' \n\n;;\n', 422, /is empty/, 'empty_file'],
    ['a spreadsheet', () => Buffer.from('504b030414000600', 'hex'), 422, /Save it as CSV/, 'not_csv'],
    ['a PDF', () => '%PDF-1.7\n', 422, /Save it as CSV/, 'not_csv'],
    [
      'of Japanese letters in Shift JIS',
      // 高橋 and 山本, as an old spreadsheet writes them.
      () => Buffer.from(`${'8d828bb4'}2c${'8e52967b'}0a`.repeat(3), 'hex'),
      422,
      /cannot be read/,
      'unknown_encoding',
    ],
    [
      'of Russian letters in UTF-16 without a mark',
      () => utf16('Имя,Фамилия\nАнна,Кузнецова\n', false),
      422,
      /cannot be read/,
      'unknown_encoding',
    ],
    [
      'with a quotation mark that stays open',
      () => `name,phone\nA,1\n"B,2\n${'C,3\n'.repeat(100)}`,
      422,
      /in row 3/,
      'open_quote',
    ],
    ['of more than 300,000 rows', () => `name\n${'A\n'.repeat(300_001)}`, 422, /300,000 rows/, 'too_many_rows'],
    [
      'of more columns than anybody has',
      () => `${'a,'.repeat(300)}\n`,
      422,
      /more than 200 columns/,
      'too_many_columns',
    ],
    ['larger than 50 MB', () => Buffer.alloc(50 * 1024 * 1024 + 1, 'a,b\n'), 413, /50 MB/, 'too_large'],
  ]
  for (const [what, file, status, detail, code] of FILES)
    test(what, async () => {
      const caller = await tests.workspace()
      const answer = await caller.send(file())
      assert.deepEqual([answer.status, answer.body.code], [status, code])
      assert.match(answer.body.detail, detail)
      const left = await tests.server.context.db.tenant(caller.id, (tx) => tx.rows('', 'select from import_chunks', []))
      assert.equal(left.length, 0)
    })
})

test('300,000 rows are taken', async () => {
  const { rows } = await (await tests.workspace()).sent(`name\n${'A\n'.repeat(300_000)}`)
  assert.equal(rows, 300_000)
})

test('the file lies in no table in clear, and a second one takes the place of the first', async () => {
  const caller = await tests.workspace()
  const { id } = await caller.sent(TEXT)
  const send = async (body: string) => {
    const headers = { authorization: `Bearer ${caller.key}` }
    return (await fetch(`${tests.server.url}/v1/imports/${id}/file`, { method: 'PUT', headers, body })).json()
  }
  const second = (await send(TEXT.replaceAll(';', ','))) as ImportOut
  assert.deepEqual([second.delimiter, second.state], [',', 'ready'])
  const rows = await tests.server.context.db.tenant(caller.id, (tx) =>
    tx.rows<{ t: string; sealed: Buffer }>(
      '',
      'select i::text as t, c.sealed from imports i join import_chunks c on true',
      [],
    ),
  )
  assert.equal(rows.length, 1)
  assert.ok(!/0142|jose@/.test(rows[0]!.t + rows[0]!.sealed.toString('latin1')))
})

test('how it is read can be said, and the columns follow', async () => {
  const caller = await tests.workspace()
  const { id } = await caller.sent('Dana,017012345678\nEli,017012345679\n')
  const patch = (body: object) => caller.call<ImportOut>('PATCH', `/v1/imports/${id}`, body)
  assert.deepEqual((await patch({ has_header: true })).body.columns[0], { name: 'Dana', to: null, country: null })
  const { body } = await patch({ has_header: false, columns: [{ to: 'last_name' }, { to: 'phone', country: 'DE' }] })
  assert.deepEqual(body.columns, [
    { name: 'Column 1', to: 'last_name', country: null },
    { name: 'Column 2', to: 'phone', country: 'DE' },
  ])
  const preview = (await caller.call<{ rows: unknown[] }>('GET', `/v1/imports/${id}/preview`)).body.rows
  assert.deepEqual(preview[0], { line: 1, values: { last_name: 'Dana', phone: '+49 ••• •••• 5678' }, problems: [] })
  for (const [bad, pointer] of [
    [{ columns: [{ to: 'last_name' }] }, '/columns'],
    [{ columns: [{ to: 'phone' }, { to: 'phone' }] }, '/columns/1/to'],
    [{ columns: [{ to: 'nonsense' }, { to: null }] }, '/columns/0/to'],
    [{ columns: [{ to: 'field:no spaces' }, { to: null }] }, '/columns/0/to'],
    [{ encoding: 'klingon' }, '/encoding'],
  ] as const) {
    const answer = await caller.call<{ errors: { pointer: string }[] }>('PATCH', `/v1/imports/${id}`, bad)
    assert.deepEqual([answer.status, answer.body.errors[0]!.pointer], [422, pointer])
  }
})

test('a preview tells what is wrong with a row, and shows no number', async () => {
  const caller = await tests.workspace()
  const { id } = await caller.sent(
    'id,first name,email,mobile,time zone,language,active\nu1,A,nobody,0170 1234567,Mars/Olympus,de_DE,maybe\n,,,+14155550101,,,\nu1,B,,+1415555010,,,yes\n',
  )
  const { body } = await caller.call<{ rows: { line: number; values: object; problems: { kind: string }[] }[] }>(
    'GET',
    `/v1/imports/${id}/preview`,
  )
  assert.deepEqual(
    body.rows.map(({ line, values, problems }) => [line, values, problems.map(({ kind }) => kind)]),
    [
      [
        2,
        { external_id: 'u1', first_name: 'A', language: 'de-DE', phone: '••••••••••67' },
        ['no_email', 'no_phone_number', 'no_time_zone', 'no_yes_or_no'],
      ],
      [3, { phone: '+1 ••• ••• 0101' }, ['nothing_to_know_by']],
      [
        4,
        { external_id: 'u1', first_name: 'B', phone: '•••••••••10', active: 'true' },
        ['no_phone_number', 'twice_in_file'],
      ],
    ],
  )
})

test('what stands in the columns is shown with the numbers in it masked, even where they were taken for names', async () => {
  const caller = await tests.workspace()
  const { id } = await caller.sent('Dana,call 0170 1234567 first\nEli,\nEli,+1 (415) 555-0142\n')
  const { body } = await caller.call<{ samples: string[][] }>('GET', `/v1/imports/${id}/preview`)
  assert.deepEqual(body.samples, [
    ['Dana', 'Eli'],
    ['call ••••••••••67 first', '+1 ••• ••• 0142'],
  ])
  const named = await caller.call<ImportOut>('PATCH', `/v1/imports/${id}`, { has_header: true })
  assert.equal(named.body.columns[1]!.name, 'call ••••••••••67 first')
})
