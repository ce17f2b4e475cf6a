import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Permission, ROLES } from '../../shared/permissions.ts'
import { type Answer, type Asking, newcomer, someone, type Teammate, tokenOf } from './testing.ts'
import { accept, look, owner, team } from './testing-team.ts'

let made = 0
const roleWith = async (...permissions: Permission[]): Promise<string> =>
  (await owner.ask('POST', '/v1/roles', { name: `Role ${++made}`, permissions })).body.id
const inviting = async (ask: Asking, role: string): Promise<Answer['body']> => {
  const { status, body } = await ask('POST', '/v1/invitations', { email: someone(), role })
  assert.equal(status, 201, JSON.stringify(body))
  return body
}
const give = async (to: Teammate, role: string) =>
  assert.equal((await owner.ask('PATCH', `/v1/members/${to.id}`, { role })).status, 204)
const narrow = async (role: string, ...permissions: Permission[]) =>
  assert.equal((await owner.ask('PATCH', `/v1/roles/${role}`, { permissions })).status, 200)
const shown = async (id: string) =>
  (await owner.ask('GET', '/v1/invitations')).body.items.find((one: { id: string }) => one.id === id)

async function leadsNowhere({ id, link }: { id: string; link: string }): Promise<void> {
  assert.equal((await shown(id))?.vouched ?? false, false)
  const answers = [await look(tokenOf(link)), await accept(tokenOf(link), newcomer)]
  assert.deepEqual(
    answers.map(({ status, body }) => [status, body.code]),
    [
      [404, 'invitation_over'],
      [404, 'invitation_over'],
    ],
  )
}

/** Those that have to do with the person who sent it, and what becomes of that person. */
const LOST: [what: string, lose: (admin: Teammate) => Promise<void>][] = [
  ['became a Member', (admin) => give(admin, 'member')],
  ['may invite still, but may less', async (admin) => give(admin, await roleWith('members.manage', 'sms.read'))],
]
for (const [what, lose] of LOST)
  describe(`of somebody who ${what}`, () => {
    test('an invitation to what they may give no more leads nowhere, until somebody who may sends it again', async () => {
      const admin = await team.person('admin')
      const sent = await inviting(admin.ask, 'admin')
      assert.equal(sent.vouched, true)
      await lose(admin)
      await leadsNowhere(sent)
      const again = await owner.ask('POST', `/v1/invitations/${sent.id}/resend`)
      assert.equal(again.body.vouched, true)
      assert.equal((await accept(tokenOf(again.body.link), newcomer)).status, 200)
    })

    test('one that a key of theirs sent leads nowhere either', async () => {
      const admin = await team.person('admin')
      const { body: key } = await admin.ask('POST', '/v1/api-keys', {
        name: 'Program',
        permissions: ROLES.admin.permissions,
      })
      const sent = await inviting(team.program(key.key), 'admin')
      await lose(admin)
      await leadsNowhere(sent)
    })
  })

test('an invitation works on where its sender may give that role still', async () => {
  const admin = await team.person('admin')
  const sent = await inviting(admin.ask, 'auditor')
  await give(admin, await roleWith('members.manage', ...ROLES.auditor.permissions))
  assert.equal((await accept(tokenOf(sent.link), newcomer)).status, 200)
})

test('an invitation by somebody whose role was narrowed leads nowhere', async () => {
  const role = await roleWith('members.manage', 'sms.read', 'sms.configure')
  const sent = await inviting((await team.person(role)).ask, 'sms_configuration')
  await narrow(role, 'members.manage', 'sms.read')
  await leadsNowhere(sent)
})

test('an invitation to a role that was widened beyond its sender leads nowhere', async () => {
  const [senders, given] = [await roleWith('members.manage', 'sms.read'), await roleWith('sms.read')]
  const sent = await inviting((await team.person(senders)).ask, given)
  await narrow(given, 'sms.read', 'audit.read')
  await leadsNowhere(sent)
})

test('what a key sent that was deleted since ends with the removal of the person behind it', async () => {
  const admin = await team.person('admin')
  const { body: key } = await admin.ask('POST', '/v1/api-keys', {
    name: 'Program',
    permissions: ROLES.admin.permissions,
  })
  const sent = await inviting(team.program(key.key), 'admin')
  assert.equal((await admin.ask('DELETE', `/v1/api-keys/${key.id}`)).status, 204)
  assert.equal((await shown(sent.id)).vouched, true)
  const removed = await owner.ask('DELETE', `/v1/members/${admin.id}`)
  assert.deepEqual(removed.body.withdrawn, [sent.email])
  await leadsNowhere(sent)
  assert.equal(await shown(sent.id), undefined)
})

test('what the key of a command sent ends with that key', async () => {
  const sent = await inviting(team.program(team.workspace.key), 'auditor')
  assert.equal((await look(tokenOf(sent.link))).status, 200)
  const { items } = (await owner.ask('GET', '/v1/api-keys')).body
  const key = items.find(({ name }: { name: string }) => name === 'Test key')
  assert.equal((await owner.ask('DELETE', `/v1/api-keys/${key.id}`)).status, 204)
  await leadsNowhere(sent)
})
