import type { Album } from './album.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

/** How the installation fares, for its operator. */
export async function tourHealth({ page, take }: Album, site: Site): Promise<void> {
  const { open, press, reads } = visit(page, site.url)
  const { pool } = site.server.context.db
  await pool.query('truncate health_minutes')
  await open('/health')
  await reads('Nothing was counted yet.')
  await take('100-health-new', { whole: true })
  await makeHistory(site)
  await open('/health')
  await reads('Proven doubles')
  await take('101-health', { whole: true })

  await page.route('**/v1/health', (route) => route.fulfill({ json: TROUBLED }))
  await open('/health')
  await reads('Not sending')
  await take('102-health-alarms', { whole: true })
  await page.unrouteAll()

  await pool.query(
    `update installation set sending_paused_since = now(), sending_paused_why = 'restored', restored_from = now() - interval '1 hour'`,
  )
  await open('/settings/api-keys')
  await reads('Sending is paused since the restore.')
  await take('103-paused-on-another-screen')
  await open('/health')
  await press('Release sending')
  await reads('Release sending?')
  await take('104-release-restored')
  await pool.query(`update installation set sending_paused_why = 'copied', restored_from = null`)
  await open('/health')
  await press('Release sending')
  await reads('May the other one')
  await take('105-release-copy')
  await pool.query('update installation set sending_paused_since = null, sending_paused_why = null')

  await page.route('**/v1/sms/readiness', async (route) => {
    const readiness = (await (await route.fetch()).json()) as object
    const receipts = { arrive: 'no', address: 'https://sms.acme.example/callbacks', missed: 12, refused_last_day: 3 }
    await route.fulfill({ json: { ...readiness, receipts } })
  })
  await open('/history')
  await reads('Receipts cannot reach Handset.')
  await take('108-receipts-missing')
  await page.unrouteAll()

  const refuse = { status: 503, json: { status: 503, code: 'not_available', detail: 'The database is not answering.' } }
  await page.route('**/v1/health*', (route) => route.fulfill(refuse))
  await page.route('**/v1/health/minutes*', (route) => route.fulfill(refuse))
  await open('/health')
  await reads('Could not load the charts')
  await take('106-health-not-loaded', { whole: true })
  await page.unrouteAll()

  await page.route('**/v1/me', async (route) => {
    const answer = await route.fetch()
    const me = (await answer.json()) as { user: object }
    await route.fulfill({ json: { ...me, user: { ...me.user, operator: false } } })
  })
  await open('/health')
  await reads('You cannot see Health.')
  await take('107-health-not-allowed')
  await page.unrouteAll()
}

/** Three hours with a campaign in the middle, a provider that hung for a while, and a restart. */
async function makeHistory({ server }: Site): Promise<void> {
  await server.context.db.pool.query(`truncate health_minutes;
    insert into health_minutes (minute, waiting, oldest_due_seconds, in_doubt, accepted, rejected, not_sent, unknown, by_callback,
      by_listing, by_person, called_back, asked, refused, waits, transactions)
    select date_trunc('minute', now()) - make_interval(mins => n),
      case when n between 60 and 120 then (120 - abs(90 - n) * 4) * 60 else n % 4 end,
      case when n between 60 and 120 then 120 - abs(90 - n) * 4 else 0 end,
      case when n between 70 and 90 then 90 - n else 0 end,
      case when n between 60 and 120 then 1150 + (n * 37) % 90 else 40 + (n * 17) % 25 end,
      (n * 7) % 5, case when n between 60 and 120 then (n * 13) % 60 else 0 end, case when n = 90 then 20 else 0 end,
      case when n between 80 and 88 then 2 else 0 end, case when n between 74 and 79 then 1 else 0 end, case when n = 71 then 1 else 0 end,
      case when n between 60 and 120 then 2300 else 90 end, n % 3, case when n = 30 then 4 else 0 end,
      case when n between 60 and 120 then '{1,2,4,9,30,80,200,300,200,90,20,0,0,0,0}'::int[] else '{10,20,8,3,1,0,0,0,0,0,0,0,0,0,0}' end,
      case when n between 60 and 120 then '{900,300,60,9,2,0,0,0,0,0,0,0,0,0,0}'::int[] else '{90,20,8,0,0,0,0,0,0,0,0,0,0,0,0}' end
    from generate_series(0, 179) n where n not between 20 and 27`)
}

const at = (secondsAgo: number) => new Date(Date.now() - secondsAgo * 1000).toISOString()
const TROUBLED = {
  ready: true,
  sending: false,
  checks: [
    { name: 'database', ok: true, reason: null },
    { name: 'migrations', ok: true, reason: null },
    { name: 'key', ok: true, reason: null },
    { name: 'sending', ok: false, reason: 'Nothing was claimed for 2 minutes though texts are due.' },
  ],
  alarms: [
    {
      name: 'nothing_claimed',
      what: 'Nothing was claimed for 2 minutes though texts are due.',
      meaning: 'Texts wait longer than they should; codes expire.',
      cause: 'The workers are alive but stuck: all their slots hang at a provider, or they wait for the database.',
      remedy: 'Read the log of the workers for “a turn failed”, then restart them: what is under way is looked up.',
      since: at(150),
      stops_sending: true,
    },
    {
      name: 'receipts_missing',
      what: 'Receipts cannot reach Handset.',
      meaning:
        'Texts go out; what became of 41 of them had to be asked for at the provider, later than a receipt would tell it.',
      cause:
        'No callback came to https://sms.acme.example within 30 minutes: the address is wrong, or a firewall or proxy stops them.',
      remedy: 'Open that address from outside your network, and mend the public address or the proxy.',
      since: at(1800),
      stops_sending: false,
    },
  ],
  workers: [
    {
      id: 'wrk_1',
      host: 'sms-1',
      started_at: at(90_000),
      seen_at: at(4),
      last_claim_at: at(150),
      last_look_at: at(9),
      alive: true,
    },
    {
      id: 'wrk_2',
      host: 'sms-2',
      started_at: at(9_000),
      seen_at: at(95),
      last_claim_at: null,
      last_look_at: null,
      alive: false,
    },
  ],
  waiting: ['otp', 'test', 'alert', 'nudge', 'campaign'].map((name, n) => ({
    class: name,
    count: [3, 0, 214, 0, 10_000][n],
    oldest_due_seconds: [140, 0, 151, 0, 5400][n],
  })),
  in_doubt: 12,
  undecided: 2,
  doubles: 0,
  senders: { paced: 4, closed: 1, segments_per_second: 31 },
}
