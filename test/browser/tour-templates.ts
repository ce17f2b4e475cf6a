import { fullAccount } from '../carrier.ts'
import type { Album } from './album.ts'
import { WIDTHS } from './look.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

const WORDS = {
  email_subject: 'Look at {{ entity.identifier }} now',
  email_body:
    'Hello {{ person.first_name | default: "there" }},\n\n**{{ entity.identifier }}** is {{ after.priority | downcase }}:\n\n- Before: {{ before.priority }}\n- Now: {{ after.priority }}\n\n> {{ entity.title }}',
  sms_wording: 'needs you now: {{ after.priority }}',
}

/** How alerts are worded: all templates, one of them, its versions, and what goes wrong. */
export async function tourTemplates({ page, take }: Album, site: Site): Promise<void> {
  const { open, press, fill, reads, api } = visit(page, site.url)
  await open('/settings/templates')
  await reads('Priority alert')
  await take('300-templates', { whole: true })
  await open('/settings/templates/priority_alert')
  await reads('With sample data')
  await page.frameLocator('iframe').getByText('View ENG-142').waitFor()
  await take('301-template-of-the-catalog', { whole: true })
  await page.setViewportSize(WIDTHS.phone)
  await page.getByText('Preview', { exact: true }).click()
  await take('302-preview-on-a-phone', { whole: true, only: 'phone' })
  await api('PUT', '/v1/templates/priority_alert', WORDS)
  await api('PUT', '/v1/templates/priority_alert', { ...WORDS, sms_wording: 'needs you' })
  await api('DELETE', '/v1/templates/priority_alert')
  await api('PUT', '/v1/templates/priority_alert', WORDS)
  await api('PUT', '/v1/templates/mentioned', { ...WORDS, sms_wording: null })
  await open('/settings/templates')
  await reads('Own words')
  await take('303-own-words-in-the-list')
  await open('/settings/templates/priority_alert')
  await page.frameLocator('iframe').getByText('Hello Billing').waitFor()
  await fill('What the text says', 'is “urgent”… 🔥 for {{ person.first_name }}')
  await reads('Replace by plain ones')
  await page.getByText(/UCS-2 · /).waitFor()
  await take('304-own-words-changed', { whole: true })
  await fill('Email subject', '{{ entity.titel }} is {{ now }}')
  await reads('This cannot be shown yet. Below is what could be last.')
  await take('305-a-mistake', { whole: true })
  await press('Save')
  await reads('Nothing was saved.')
  await take('306-not-saved', { whole: true })
  await press('Versions')
  await reads('Version 3: back to the catalog')
  await take('307-versions')
  await page.keyboard.press('Escape')
  await press('Cancel')
  await press('Return to the catalog…')
  await reads('Return “Priority alert” to the catalog?')
  await take('308-return')
  await page.keyboard.press('Escape')
  await page.getByText('What a template may say').click()
  await take('309-what-it-may-say', { whole: true })

  await page.route('**/v1/me', async (route) => {
    const me = (await (await route.fetch()).json()) as object
    await route.fulfill({ json: { ...me, role: 'viewer', permissions: ['templates.read'] } })
  })
  await open('/settings/templates/priority_alert')
  await page.frameLocator('iframe').getByText('Hello Billing').waitFor()
  await take('310-may-only-read', { whole: true })
  await page.unrouteAll()
  const refusal = { status: 503, code: 'not_available', detail: 'The database is not answering.' }
  await page.route('**/v1/templates', (route) => route.fulfill({ status: 503, json: refusal }))
  await open('/settings/templates')
  await reads('Could not load the templates.')
  await take('311-not-loaded', { only: 'wide' })
  await page.unrouteAll()
  await api('PATCH', '/v1/sms/settings', fullAccount(site.simulator))
  await open('/settings/sms')
  await press('Edit Name, help and contact')
  await page.getByRole('region', { name: 'Name, help and contact' }).scrollIntoViewIfNeeded()
  await take('313-titles-in-texts', { whole: true, only: 'wide' })
  await press('Cancel')
  await open('/settings/templates/nothing')
  await reads('No such template')
  await take('312-no-such', { only: 'wide' })
}
