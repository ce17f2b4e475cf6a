import { sql } from 'kysely'
import type { Album } from './album.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

/** Who is told what became of messages: none yet, one that is well, one that fails, and one that was disabled. */
export async function tourWebhooks({ page, take }: Album, site: Site): Promise<void> {
  const { open, press, fill, reads, api } = visit(page, site.url)
  await open('/settings/webhooks')
  await reads('No webhooks yet.')
  await take('330-no-webhooks')
  await press('Add a webhook')
  await take('331-add-a-webhook')
  await fill('Address', 'http://example.com/hooks')
  await press('Add the webhook')
  await reads(/^Use https/)
  await take('332-not-this-address')
  await fill('Address', 'https://hooks.acme.example/handset')
  await fill('Name', 'The stock system')
  await press('Add the webhook')
  await reads('Its secret')
  await take('333-its-secret')
  await press('I have copied it')
  await api('POST', '/v1/webhooks', { url: 'https://crm.acme.example/in', types: ['opt_out.created'] })
  const gone = await api('POST', '/v1/webhooks', {
    url: 'https://old.acme.example/in',
    types: ['message.failed', 'message.unknown'],
  })
  const { items } = (await api('GET', '/v1/webhooks')).body as { items: { id: string }[] }
  const id = items[0]!.id
  // As after days of calls, of which none is made here.
  await site.server.context.db.system((tx) => sql`update webhook_endpoints set resting_until = 'infinity'`.execute(tx))
  await site.server.context.db.system((tx) =>
    sql`update webhook_endpoints set state = 'disabled', disabled_for = 'failing', failing_since = now() - interval '5 days', last_tried_at = now(), last_ok = false
      where id = ${(gone.body.webhook as { id: string }).id}`.execute(tx),
  )
  for (let i = 0; i < 4; i++) await api('POST', `/v1/webhooks/${id}/test`)
  await site.server.context.db.system((tx) => sql.raw(PAST).execute(tx))
  await open('/settings/webhooks')
  await reads('Disabled')
  await take('334-webhooks')
  await open(`/settings/webhooks/${id}`)
  await reads('Trying again')
  await take('335-a-webhook', { whole: true })
  await page.getByText('Trying again').first().click()
  await page.getByRole('heading', { name: 'What it is told' }).waitFor()
  await take('336-a-delivery')
  await page.keyboard.press('Escape')
  await press('Replace')
  await press('Replace it')
  await reads('The new secret')
  await press('I have copied it')
  await reads(/The old one signs too until/)
  await press('Resend failed…')
  await take('337-resend')
  await page.keyboard.press('Escape')
  await press('Delete…')
  await take('338-delete')
  await page.keyboard.press('Escape')
  await open(`/settings/webhooks/${(gone.body.webhook as { id: string }).id}`)
  await reads('Handset disabled the webhook.')
  await take('339-disabled', { whole: true })
}

const PAST = `
with numbered as (select workspace_id, endpoint_id, id, row_number() over (order by id) as n from webhook_deliveries)
update webhook_deliveries d set tries = 1, created_at = now() - make_interval(mins => (45 - 9 * n)::int),
  type = (array['message.sent', 'message.delivered', 'opt_out.created', 'webhook.test'])[n],
  subject = case when n < 3 then 'msg_01j00000000000000000000000' when n = 3 then repeat('ab', 32) end,
  state = (array['succeeded', 'waiting', 'failed', 'succeeded'])[n], http_status = (array[204, 503, 500, 200])[n],
  trouble = (array[null, 'hooks.acme.example answered HTTP 503 instead of 2xx.', 'hooks.acme.example answered HTTP 500 instead of 2xx.', null])[n],
  due_at = now() + interval '4 minutes',
  attempts = jsonb_build_array(jsonb_build_object('at', now() - interval '9 minutes', 'http_status', (array[204, 503, 500, 200])[n],
    'took_ms', 48, 'trouble', (array[null, 'hooks.acme.example answered HTTP 503 instead of 2xx.', 'hooks.acme.example answered HTTP 500 instead of 2xx.', null])[n]))
from numbered m where d.workspace_id = m.workspace_id and d.endpoint_id = m.endpoint_id and d.id = m.id`
