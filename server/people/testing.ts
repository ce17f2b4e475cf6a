import assert from 'node:assert/strict'
import { actorIn, type Slice } from '../../test/slice.ts'
import { writeOptOuts } from '../consent/opt-outs.ts'
import type { Actor } from '../kit/context.ts'
import { givePhones } from './phones.ts'
import type { PhoneSource } from './schema.ts'

/** Calls as an administrator, or as the directory that has a key. */
export async function peopleIn(slice: Slice) {
  const id = await slice.workspace()
  const admin = actorIn(id)
  const directory: Actor = { ...admin, kind: 'api_key', id: 'key_directory', name: 'Directory' }
  const call = (method: string, path: string, body?: unknown, by = directory) => slice.call(by, method, path, body)
  const add = async (input: object, by = directory) => {
    const { status, body } = await call('POST', '/v1/people', input, by)
    assert.equal(status, 201, JSON.stringify(body))
    return body
  }
  const names = async (query: string) => {
    const { status, body } = await call('GET', `/v1/people?${query}`)
    assert.equal(status, 200, JSON.stringify(body))
    return body.items.map((one: { first_name: string; last_name: string }) =>
      `${one.first_name} ${one.last_name}`.trim(),
    )
  }
  const stop = (number: string) =>
    slice.db.tenant(id, (tx) =>
      writeOptOuts(tx, [
        { workspaceId: id, numberHash: slice.context.keys.hashNumber(number), source: 'keyword', note: null },
      ]),
    )
  /** Whatever it has for a number, as directories do. */
  const give = async (personId: string, number: string, source: PhoneSource = 'import') => {
    const sealer = await slice.context.keys.forWorkspace(id)
    await slice.db.tenant(id, (tx) => givePhones(slice.context, tx, sealer, id, source, [{ personId, number }]))
  }
  return { id, admin, directory, call, add, names, stop, give }
}
