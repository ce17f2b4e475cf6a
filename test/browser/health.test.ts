import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { post } from '../../server/mail/post.ts'
import { becomeOwner } from './owner.ts'
import { openWindow, skip } from './window.ts'

describe('what the operator sees of the installation', { skip }, async () => {
  const { site, page, seen, found, checkAccess } = await openWindow()
  before(() => becomeOwner(page, site))
  const open = (path: string) => page.goto(new URL(path, site.url).href)
  const pool = () => site.server.context.db.pool
  const pause = (why: 'restored' | 'copied') =>
    pool().query(
      `update installation set sending_paused_since = now(), sending_paused_why = $1, doubted_at = now(),
         restored_from = case when $1 = 'restored' then now() - interval '1 hour' end`,
      [why],
    )
  const isPaused = async () => {
    const { rows } = await pool().query('select sending_paused_since is not null as paused from installation')
    return rows[0].paused as boolean
  }

  test('Health is in the navigation, and says that texts are sent and who is at work', async () => {
    await page.getByRole('link', { name: 'Health', exact: true }).click()
    await page.getByText('Sending', { exact: true }).waitFor()
    await page.getByText('Yes: The database answers').waitFor()
    await page.getByRole('cell', { name: 'At work' }).waitFor()
    await page.getByRole('row', { name: /^code 0/ }).waitFor()
    await checkAccess('health')
  })

  test('its charts draw what was counted, and say it in words', async () => {
    await pool().query(`truncate health_minutes;
      insert into health_minutes (minute, waiting, oldest_due_seconds, in_doubt, accepted)
      select date_trunc('minute', now()) - make_interval(mins => n), n, n, 0, 1200 + n from generate_series(0, 59) n`)
    await open('/health')
    const handedOver = page.getByRole('figure', { name: 'Handed over, a minute' })
    await handedOver.getByText('max 1,259').waitFor()
    assert.equal(await handedOver.locator('.recharts-line-curve').count(), 4)
    await page.getByText('2 days', { exact: true }).click()
    await page.getByRole('figure', { name: 'Waiting', exact: true }).getByText('max 59').waitFor()
    await checkAccess('health with charts')
  })

  test('what members were told by mail can be read where there is no mail server', async () => {
    const { context: server } = site.server
    const letter = {
      to: 'dana@acme.example',
      subject: 'Texts of Acme wait',
      text: 'Since 14:02.\n\nWhat to do: mend it.\n',
    }
    await server.db.system((tx) => post(server, tx, [letter]))
    await open('/health')
    const mail = page.getByRole('region', { name: 'Mail' })
    await mail.getByRole('row', { name: /^dana@acme\.example/ }).waitFor()
    assert.equal(await mail.getByText('What to do: mend it.').count(), 0)
    await mail.getByRole('button', { name: 'Texts of Acme wait' }).click()
    await mail.getByText('What to do: mend it.').waitFor()
    await checkAccess('mail')
  })

  test('while sending is paused, every screen says so, and the operator releases it', async () => {
    await pause('restored')
    await open('/history')
    const alarms = page.getByRole('region', { name: 'Alarms' })
    await alarms.getByText('Sending is paused since the restore.').waitFor()
    await checkAccess('paused')
    await alarms.getByRole('button', { name: 'Release sending' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Nothing is in doubt').waitFor()
    await checkAccess('release')
    await dialog.getByRole('button', { name: 'Release sending' }).click()
    await page.getByText('Sending is released.').waitFor()
    await alarms.waitFor({ state: 'detached' })
    assert.equal(await isPaused(), false)
  })

  test('a copy is released only once it is said what the other one did', async () => {
    await pause('copied')
    await open('/health')
    await page.getByText('Not sending', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Release sending' }).click()
    const release = page.getByRole('dialog').getByRole('button', { name: 'Release sending' })
    assert.equal(await release.isDisabled(), true)
    await checkAccess('release of a copy')
    await page.getByRole('radio', { name: /^No: this one only moved/ }).check()
    await release.click()
    await page.getByText('Sending is released.').waitFor()
    assert.equal(await isPaused(), false)
  })

  test('who is no operator sees neither the screen nor the alarms', async () => {
    await pause('restored')
    // A page that is still an operator's would ask for what is refused from here on.
    await page.goto('about:blank')
    await pool().query('update auth_users set operator = false')
    await open('/history')
    await page.getByRole('heading', { name: 'History' }).waitFor()
    assert.equal(await page.getByRole('link', { name: 'Health', exact: true }).count(), 0)
    assert.equal(await page.getByRole('region', { name: 'Alarms' }).count(), 0)
    await open('/health')
    await page.getByText('You cannot see Health.').waitFor()
    await pool().query('update auth_users set operator = true')
  })

  test('nothing on these screens keeps people out, and the browser had nothing to complain about', () => {
    assert.deepEqual(found, [])
    assert.deepEqual(seen.complaints, [])
  })
})
