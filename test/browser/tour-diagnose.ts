import type { Album } from './album.ts'
import { WIDTHS } from './look.ts'
import { keepSilent } from './silence.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

/** Why somebody got nothing: by a rule of their own, by an event that never came, by a name that nobody knows. */
export async function tourDiagnose({ page, take }: Album, site: Site): Promise<void> {
  const { open, reads, press } = visit(page, site.url)
  const { stopped, event, text, unfit } = await keepSilent(page, site)
  await open('/diagnose')
  await reads('Choose a person.')
  await take('300-diagnose')
  await open(`/diagnose?person=${stopped}`)
  await reads('Tell them')
  await take('301-diagnose-stopped', { whole: true })
  await open(`/diagnose?person=${stopped}&event=${unfit}`)
  await reads('No trigger is for')
  await take('302-diagnose-no-trigger', { whole: true })
  await open(`/people/${stopped}`)
  await reads('Why not?')
  await take('303-person-why-not')
  await open(`/events/${event}`)
  await reads('Why did somebody get nothing?')
  await take('304-event-why-not')
  await open('/settings/sms/diagnose')
  await reads('Characters arrive garbled')
  await take('306-trouble-with-texts', { whole: true })
  await open('/settings/sms')
  await reads('Diagnose')
  await take('307-settings-diagnose')
  // Another width lays the page out anew, and what was asked is asked again.
  for (const only of ['phone', 'wide'] as const) {
    await page.setViewportSize(WIDTHS[only])
    await open(`/history/${text}`)
    await press('Diagnose')
    await reads('Sent now')
    await take('305-message-diagnosed', { whole: true, only })
  }
}
