import assert from 'node:assert/strict'
import type { Names } from '../request-names.ts'
import { secretCanary } from './canaries.ts'
import type { Ask } from './observed.ts'
import type { World } from './world.ts'

/** Somebody follows a link that was handed over, while there is no mail server, and belongs; somebody else has one yet. */
export async function invitePeople(world: World): Promise<Pick<Names, 'member' | 'role' | 'invitation'>> {
  const { seen, planted, owner, key, madeHere, mailPort } = world
  const ask = async (route: string, asked: Omit<Ask, 'path'> & { path?: string }) => {
    const answer = await seen.ask(route, { path: route.split(' ')[1]!, headers: key, ...asked })
    assert.ok(answer.status < 300, `${route}: ${answer.text}`)
    return answer.body
  }
  const setMail = (mail: object | null) => ask('PATCH /v1/installation', { body: { mail }, headers: owner })
  await setMail(null)
  const { id: role } = await ask('POST /v1/roles', { body: { name: 'Night desk', permissions: ['sms.read'] } })
  const invite = async (email: string) => {
    const headers = { ...key, 'idempotency-key': `for ${email}` }
    const made = () => ask('POST /v1/invitations', { body: { email, role: 'member' }, headers })
    const { id, link } = await made()
    // Whoever did not get the answer asks for it again with the same Idempotency-Key.
    assert.equal((await made()).link, link)
    const token = link.split('#')[1]
    const route = 'POST /v1/invitations'
    madeHere.push({ canary: secretCanary('invitation token', token), shownIn: [route, route] })
    return { id, token }
  }
  const email = 'second@acme.example'
  const { token } = await invite(email)
  const nobody = { origin: owner.origin! }
  await ask('GET /v1/invitation', { headers: { 'invitation-token': token } })
  const accept = { token, name: 'Second person', password: planted.password.value }
  await ask('POST /v1/invitation/accept', { body: accept, headers: nobody })
  await seen.ask('POST /v1/invitation/accept', { path: '/v1/invitation/accept', body: accept, headers: nobody })
  const { items } = await ask('GET /v1/members', {})
  const { id: member } = items.find((one: { email: string }) => one.email === email)
  const { id: invitation } = await invite('third@acme.example')
  const mail = { host: '127.0.0.1', port: mailPort, user: 'handset', from: 'sms@acme.example' }
  await setMail({ ...mail, password: planted.mailPassword.value })
  return { member, role, invitation }
}
