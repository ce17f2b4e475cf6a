import type { Album } from './album.ts'
import { connectSimulator } from './doubts.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

/** Settings → SMS: name, help and contact, and the countries that texts may go to. */
export async function tourConsent({ page, take }: Album, site: Site): Promise<void> {
  const { open, press, fill, reads } = visit(page, site.url)
  await connectSimulator(page, site)
  await open('/settings/sms')
  await reads('Name, help and contact')
  await take('90-sms-name-help-contact', { whole: true })
  await press('Edit Name, help and contact')
  await fill('HELP text', 'We are here for you.')
  await press('Save')
  await reads('Say whom to ask')
  await take('91-sms-help-without-contact', { whole: true })
  await fill('HELP text', 'Acme: help@acme.example or acme.example/help. Reply STOP to end our texts.')
  await fill('Support contact', 'help@acme.example')
  await press('Save')
  await reads('Our HELP text is sent as well')
  await take('92-sms-help-saved', { whole: true })
  await press('Edit Countries')
  await page.getByRole('combobox', { name: 'Allowed countries' }).fill('germ')
  await page.getByRole('option', { name: 'Germany' }).click()
  await page.getByRole('combobox', { name: 'Allowed countries' }).fill('united')
  await page.getByRole('option').first().waitFor()
  await take('93-sms-countries-choosing')
  await page.getByRole('option', { name: 'United States' }).click()
  await page.keyboard.press('Escape')
  await press('Save')
  await reads('Germany, United States')
  await take('94-sms-countries-saved', { whole: true })
}
