import assert from 'node:assert/strict'
import type { Names } from '../request-names.ts'
import { invitePeople } from './members-steps.ts'
import type { World } from './world.ts'

type Those = Pick<Names, 'member' | 'role' | 'invitation' | 'person' | 'group' | 'import'>

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
  return {
    ...(await invitePeople(world)),
    person: await make('/v1/people', { last_name: 'Somebody', phone: '+14155550177' }),
    group: await make('/v1/groups', { name: 'Night shift' }),
    import: imported,
  }
}
