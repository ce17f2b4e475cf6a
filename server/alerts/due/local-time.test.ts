import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startTestServer, type TestServer } from '../../../test/app.ts'
import { addDays, dateIn, instantAt } from './local-time.ts'

const CASES: [string, string, string, string, string][] = [
  ['a summer morning', 'Europe/Berlin', '2026-07-01', '09:00', '2026-07-01T07:00:00.000Z'],
  ['a winter morning', 'Europe/Berlin', '2026-12-01', '09:00', '2026-12-01T08:00:00.000Z'],
  [
    'the morning of the day on which clocks go forward',
    'Europe/Berlin',
    '2026-03-29',
    '09:00',
    '2026-03-29T07:00:00.000Z',
  ],
  ['a time that clocks going forward leave out', 'Europe/Berlin', '2026-03-29', '02:30', '2026-03-29T01:30:00.000Z'],
  ['a time that comes twice', 'Europe/Berlin', '2026-10-25', '02:30', '2026-10-25T00:30:00.000Z'],
  ['a time just after it', 'Europe/Berlin', '2026-10-25', '03:00', '2026-10-25T02:00:00.000Z'],
  ['half an hour of summer time', 'Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-03T15:45:00.000Z'],
  ['half an hour given back', 'Australia/Lord_Howe', '2026-04-05', '01:45', '2026-04-04T14:45:00.000Z'],
  [
    'midnight where clocks go forward at midnight',
    'America/Santiago',
    '2026-09-06',
    '00:00',
    '2026-09-06T04:00:00.000Z',
  ],
  ['far east', 'Pacific/Kiritimati', '2026-12-01', '09:00', '2026-11-30T19:00:00.000Z'],
  ['far west', 'Pacific/Pago_Pago', '2026-12-01', '09:00', '2026-12-01T20:00:00.000Z'],
  ['three quarters of an hour', 'Asia/Kathmandu', '2026-12-01', '09:00', '2026-12-01T03:15:00.000Z'],
  ['the day that Samoa left out', 'Pacific/Apia', '2011-12-30', '09:00', '2011-12-30T19:00:00.000Z'],
  ['nowhere', 'Mars/Olympus', '2026-12-01', '09:00', '2026-12-01T09:00:00.000Z'],
]
for (const [what, zone, date, time, instant] of CASES)
  test(`the instant of ${what}`, () => assert.equal(instantAt(zone, date, time).toISOString(), instant))

test('days go over the ends of months and years', () => {
  assert.deepEqual(
    [addDays('2026-12-31', 1), addDays('2028-03-01', -1), addDays('2026-03-01', -30)],
    ['2027-01-01', '2028-02-29', '2026-01-30'],
  )
  assert.equal(dateIn('Pacific/Auckland', new Date('2026-11-30T12:00:00Z')), '2026-12-01')
})

let server: TestServer
before(async () => {
  server = await startTestServer({ role: 'api' })
})
after(() => server.stop())

test('PostgreSQL reads every hour of two years the same, but where the clocks are set', async () => {
  const zones = [
    'Europe/London',
    'America/New_York',
    'America/Sao_Paulo',
    'Asia/Kolkata',
    'Australia/Sydney',
    'Africa/Cairo',
  ]
  const { rows } = await server.context.db.pool.query<{ zone: string; day: string; time: string; at: Date }>(
    `select zone, to_char(wall, 'YYYY-MM-DD') as day, to_char(wall, 'HH24:MI') as time, wall at time zone zone as at
     from unnest($1::text[]) as zone, generate_series(timestamp '2026-01-01', '2027-12-31', '5 hours') as wall`,
    [zones],
  )
  const differ = rows.filter(({ zone, day, time, at }) => instantAt(zone, day, time).getTime() !== at.getTime())
  assert.ok(rows.length > 20_000)
  assert.ok(differ.length < 12, JSON.stringify(differ.slice(0, 5)))
  for (const { zone, day, time, at } of differ)
    assert.equal(Math.abs(instantAt(zone, day, time).getTime() - at.getTime()), 3600_000, `${zone} ${day} ${time}`)
})
