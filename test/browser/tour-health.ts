import type { Album } from './album.ts'
import type { Site } from './site.ts'
import { TROUBLED } from './troubled.ts'
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
  await open('/decisions')
  await reads('Nothing was claimed')
  await take('109-alarms-on-another-screen')
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
  await page.route('**/v1/installation', async (route) => {
    const { sending, ...rest } = (await (await route.fetch()).json()) as { sending: object }
    await route.fulfill({ json: { ...rest, sending: { ...sending, in_doubt: 1204 } } })
  })
  await open('/health')
  await press('Release sending')
  await reads('Better wait')
  await take('104-release-restored-in-doubt')
  await page.unrouteAll()
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
