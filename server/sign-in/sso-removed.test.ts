import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type pg from 'pg'
import { newId } from '../kit/id.ts'
import { until } from '../workspaces/testing.ts'
import { openSsoSite, rolesOf, type SsoSite } from './testing.ts'

let site: SsoSite
before(async () => {
  site = await openSsoSite()
})
after(() => site?.close())

const knows = (subject: string, email: string) =>
  site.provider.accounts.set(subject, { email, email_verified: true, name: subject })

/** As removing them does. */
async function remove(userId: string, by: Pick<pg.Pool, 'query'> = site.context.db.pool): Promise<void> {
  await by.query('delete from members where user_id = $1', [userId])
  await by.query(
    `insert into audit_entries (workspace_id, id, actor_kind, actor_id, actor_name, action, target)
     values ($1, $2, 'user', 'usr_1', 'Dana', 'member.removed', $3)`,
    [site.workspaceId, newId('aud'), userId],
  )
}

test('whom the workspace removed does not come back by signing in', async () => {
  knows('sub-hugo', 'hugo@acme.example')
  const { browser } = await site.enter('hugo@acme.example', 'sub-hugo')
  const { body } = await browser.call('GET', '/v1/me')
  await remove(body.user.id)
  assert.equal((await site.enter('hugo@acme.example', 'sub-hugo')).at, '/sign-in?refused=removed')
  assert.deepEqual(await rolesOf(site, 'hugo@acme.example'), {})
})

test('whoever is removed while they sign in does not come back either', async () => {
  knows('sub-olaf', 'olaf@acme.example')
  const { browser } = await site.enter('olaf@acme.example', 'sub-olaf')
  const { body } = await browser.call('GET', '/v1/me')
  const removing = await site.context.db.pool.connect()
  await removing.query('begin')
  await removing.query('select from member_turns where workspace_id = $1 for update', [site.workspaceId])
  await remove(body.user.id, removing)
  const entering = site.enter('olaf@acme.example', 'sub-olaf')
  await until('it waits for whoever removes them', async () => {
    const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    return (await site.context.db.pool.query(waiting)).rows.length > 0
  })
  await removing.query('commit')
  removing.release()
  assert.equal((await entering).at, '/sign-in?refused=removed')
  assert.deepEqual(await rolesOf(site, 'olaf@acme.example'), {})
})
