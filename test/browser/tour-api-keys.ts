import type { Album } from './album.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

/** API keys: none, one being made, the new one, the list with every state, and a revocation. */
export async function tourApiKeys({ page, take }: Album, site: Site): Promise<void> {
  const { open, press, fill, reads, api } = visit(page, site.url)
  const { pool } = site.server.context.db
  await open('/settings/api-keys')
  await reads('No API keys yet.')
  await take('140-api-keys-none')
  await press('Make a key')
  await take('141-api-key-form', { whole: true })
  await press('Make the key')
  await reads('A key needs a name')
  await take('142-api-key-refused', { whole: true })
  await fill('Name', 'Billing')
  await press('Make the key')
  await reads('Shown this once.')
  await take('143-api-key-new')
  await press('I have copied it')
  const all = ['messages.send', 'history.read', 'numbers.reveal', 'members.manage', 'spend.read']
  for (const [name, permissions] of [
    ['Scheduling of the northern clinics, second queue', all],
    ['Old importer', ['messages.send']],
    ['Written by somebody who left', all],
    ['Console of a partner', all],
  ] as const)
    await api('POST', '/v1/api-keys', { name, permissions })
  await pool.query(`
    update api_keys set last_used_at = now() - interval '3 minutes' where name = 'Billing';
    update api_keys set expires_at = now() - interval '3 days', last_used_at = now() - interval '4 days' where name like 'Old%';
    update api_keys set made_by = 'usr_gone', created_by = 'Former owner' where name like 'Written%'`)
  await open('/settings/api-keys')
  await page.getByText('and 4 more').first().click()
  await reads('numbers.reveal')
  await take('144-api-keys', { whole: true })
  await page.getByRole('button', { name: 'Revoke Billing' }).click()
  await take('145-api-key-revoke')
  await press('Keep it')
}
