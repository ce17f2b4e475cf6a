import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { TestServer } from '../../test/app.ts'
import { type Directory, directoryOf, patchOf, startScim } from './testing.ts'
import { ENTERPRISE_SCHEMA, USER_SCHEMA } from './user-schema.ts'

let server: TestServer
before(async () => {
  server = await startScim()
})
after(() => server.stop())

type Racer = Promise<{ status: number }>
interface Hands {
  /** Ids of users that the directory has just brought. */
  users: (count: number, more?: object) => Promise<string[]>
  group: () => Promise<string>
  scim: (method: string, path: string, body?: unknown) => Racer
  api: (method: string, path: string, body?: unknown) => Racer
}

let n = 0
const user = (more: object = {}) => ({ schemas: [USER_SCHEMA], userName: `user-${n++}`, ...more })
const managed = (value: string) => ({ [ENTERPRISE_SCHEMA]: { manager: { value } } })
const join = (...ids: string[]) => patchOf({ op: 'add', path: 'members', value: ids.map((value) => ({ value })) })
const retitle = () => patchOf({ op: 'replace', path: 'title', value: `title ${n++}` })
const rename = () => ({ first_name: `name ${n++}` })

function handsOf({ ask, workspace }: Directory): Hands {
  const make = async (path: string, body: object) => (await ask('POST', path, body)).body.id
  return {
    users: async (count, more) => {
      const ids: string[] = []
      while (ids.length < count) ids.push(await make('/Users', user(more)))
      return ids
    },
    group: () => make('/Groups', { displayName: `group ${n++}` }),
    scim: ask,
    api: (method, path, body) => workspace.call(method, path, body),
  }
}

const RACES: Record<string, (hands: Hands) => Promise<Racer[]>> = {
  'two become each other’s manager': async ({ users, api }) => {
    const [a, b] = await users(2)
    return [
      api('PATCH', `/v1/people/${a}`, { manager_id: b }),
      api('PATCH', `/v1/people/${b}`, { manager_id: a, ...rename() }),
    ]
  },
  'two become each other’s manager by the directory': async ({ users, scim }) => {
    const [a, b] = (await users(2)) as [string, string]
    return [scim('PUT', `/Users/${a}`, user(managed(b))), scim('PUT', `/Users/${b}`, user(managed(a)))]
  },
  'a person and a group take each other in': async ({ users, group, scim, api }) => {
    const [[id], team] = [(await users(1)) as [string], await group()]
    return [
      api('PATCH', `/v1/people/${id}`, { groups: [team], ...rename() }),
      scim('PATCH', `/Groups/${team}`, join(id)),
      api('PATCH', `/v1/groups/${team}`, { name: `renamed ${n++}` }),
    ]
  },
  'a person goes while a group takes them in': async ({ users, group, scim, api }) => {
    const [[a, b], team] = [(await users(2)) as [string, string], await group()]
    return [
      api('DELETE', `/v1/people/${a}`),
      scim('DELETE', `/Users/${b}`),
      scim('PATCH', `/Groups/${team}`, join(b, a)),
    ]
  },
  'a group goes while people join it': async ({ users, group, scim, api }) => {
    const [[a], team] = [(await users(1)) as [string], await group()]
    return [
      api('DELETE', `/v1/groups/${team}`),
      api('PATCH', `/v1/people/${a}`, { groups: [team] }),
      scim('PATCH', `/Groups/${team}`, join(a)),
    ]
  },
  'a manager comes while their person changes': async ({ users, scim, api }) => {
    const userName = `manager ${n++}`
    const [a] = await users(1, managed(userName))
    return [
      scim('POST', '/Users', user({ userName })),
      scim('PATCH', `/Users/${a}`, retitle()),
      api('PATCH', `/v1/people/${a}`, rename()),
    ]
  },
  'a manager goes while somebody gets them': async ({ users, scim, api }) => {
    const [lead] = (await users(1)) as [string]
    const [a, b] = await users(2, managed(lead))
    return [
      api('DELETE', `/v1/people/${lead}`),
      api('PATCH', `/v1/people/${a}`, { manager_id: lead, ...rename() }),
      scim('PATCH', `/Users/${b}`, retitle()),
    ]
  },
}

for (const [what, race] of Object.entries(RACES)) {
  test(`nobody fails when ${what}`, async () => {
    const hands = handsOf(await directoryOf(server))
    for (let round = 0; round < 10; round++) {
      const statuses = (await Promise.all(await race(hands))).map(({ status }) => status)
      assert.ok(
        statuses.every((status) => status < 500),
        statuses.join(' '),
      )
    }
  })
}
