import type { Album } from './album.ts'
import { connectSimulator, makeDoubtful, makeUndecided } from './doubts.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

/** What only a person can decide. */
export async function tourDecisions({ page, take }: Album, site: Site): Promise<void> {
  const { open, press, reads } = visit(page, site.url)
  await connectSimulator(page, site)
  // What an earlier tour left in doubt would be sent again, and run into the fault that is meant for one of these.
  await site.server.context.db.pool.query(`update attempts set look_at = 'infinity' where state = 'unknown'`)
  await open('/decisions')
  await reads('Nothing needs a decision.')
  await take('110-decisions-none')
  await makeUndecided(
    page,
    site,
    { to: '+442079460123', body: 'Acme: ENG-140 was assigned to you.', class: 'nudge' },
    'unreachable',
  )
  const code = { to: '+14155550144', body: '123456 is your code', class: 'otp' }
  await makeUndecided(page, site, code, 'no_listing')
  const text = 'Acme: ENG-142 "Fix login redirect" is overdue. View: https://acme.example/issues/ENG-142'
  const id = await makeUndecided(page, site, { to: '+14155550142', body: text })
  await open('/decisions')
  await reads('nothing tells whether it is')
  await take('111-decisions')
  await press('It was sent: +1 ••• ••• 0142')
  await take('112-it-was-sent')
  await open('/decisions')
  await press('Send again: +1 ••• ••• 0142')
  await take('113-send-again')
  await open(`/history/${id}`)
  await reads('Somebody must decide.')
  await take('114-message-undecided', { whole: true })
  await open(`/history/${await makeDoubtful(page, site, { to: '+14155550142', body: text })}`)
  await reads('We look it up at')
  await take('117-message-in-doubt', { whole: true })

  const refuse = { status: 503, json: { status: 503, code: 'not_available', detail: 'The database is not answering.' } }
  await page.route('**/v1/decisions*', (route) => route.fulfill(refuse))
  await open('/decisions')
  await reads('Could not load what needs a decision')
  await take('115-decisions-not-loaded')
  await page.unrouteAll()
  await page.route('**/v1/me', async (route) => {
    const me = (await (await route.fetch()).json()) as object
    await route.fulfill({ json: { ...me, permissions: [] } })
  })
  await open('/decisions')
  await reads('You cannot see')
  await take('116-decisions-not-allowed')
  await page.unrouteAll()
}
