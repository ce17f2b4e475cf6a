import assert from 'node:assert/strict'
import type { Names } from '../request-names.ts'
import { tellOfEvent } from './alert-steps.ts'
import { secretCanary } from './canaries.ts'
import { invitePeople } from './members-steps.ts'
import { confirmOwnPhone, textBack } from './phone-steps.ts'
import { hearBack } from './webhook-steps.ts'
import type { World } from './world.ts'

type Those = Pick<
  Names,
  | 'member'
  | 'role'
  | 'invitation'
  | 'person'
  | 'group'
  | 'import'
  | 'inbound'
  | 'scimToken'
  | 'event'
  | 'trigger'
  | 'webhook'
  | 'delivery'
>

/** Members; somebody of the directory with a number, a group, and a file of people that waits to be imported. */
export async function peopleFor(world: World): Promise<Those> {
  const { seen, planted, key } = world
  const make = async (path: string, body: object) => {
    const answer = await seen.ask(`POST ${path}`, { path, body, headers: key })
    assert.equal(answer.status, 201, answer.text)
    return answer.body.id as string
  }
  const imported = await make('/v1/imports', { file_name: 'people.csv' })
  const path = `/v1/imports/${imported}/file`
  const raw = `Last name,Phone,Remarks\nSomebody,${planted.phone.value},${planted.authToken.value}\n`
  assert.equal((await seen.ask('PUT /v1/imports/{id}/file', { path, raw, headers: key })).status, 200)
  await confirmOwnPhone(world)
  return {
    ...(await invitePeople(world)),
    inbound: await textBack(world),
    person: await make('/v1/people', { last_name: 'Somebody', phone: '+14155550177' }),
    group: await make('/v1/groups', { name: 'Night shift' }),
    import: imported,
    scimToken: await letDirectoryIn(world),
    ...(await tellOfEvent(world)),
    ...(await hearBack(world)),
  }
}

/** A directory uses its token. It is answered with the numbers that it sent, so those are no planted ones. */
async function letDirectoryIn({ seen, key, madeHere }: World): Promise<string> {
  const path = '/v1/scim/tokens'
  const { route, body } = await seen.ask(`POST ${path}`, { path, body: { name: 'Okta' }, headers: key })
  madeHere.push({ canary: secretCanary('SCIM token', body.token), shownIn: [route] })
  const user = { userName: 'somebody', phoneNumbers: [{ type: 'mobile', value: '+14155550178' }] }
  const headers = { authorization: `Bearer ${body.token}` }
  const made = await seen.ask('POST /scim/v2/Users', { path: '/scim/v2/Users', body: user, headers })
  assert.equal(made.status, 201, made.text)
  return body.id
}

/** The newest text that did not arrive. Texts by API carry no person; this one does. Answers with its id. */
export async function canBeMailed({ seen, key }: World): Promise<string> {
  const path = '/v1/messages?status=failed&class=alert'
  const [text] = (await seen.ask('GET /v1/messages', { path, headers: key })).body.items
  const body = { last_name: 'Reader', email: 'reader@acme.example' }
  const made = await seen.ask('POST /v1/people', { path: '/v1/people', body, headers: key })
  assert.equal(made.status, 201, made.text)
  await seen.query(`update messages set person_id = '${made.body.id}' where id = '${text.id}'`)
  return text.id
}
