import type { Context as HonoContext } from 'hono'
import { limitBody } from '../kit/body-limit.ts'
import type { Context } from '../kit/context.ts'
import { type Env, newRoutes } from '../kit/route.ts'
import { erasePerson } from '../people/erase-person.ts'
import { deleteGroup } from '../people/groups.ts'
import { resourceTypes, schemas, serviceProviderConfig } from './discovery.ts'
import { letDirectoryIn } from './door.ts'
import { answer, answerErrors, noSuch, ScimError } from './errors.ts'
import { changeGroup, makeGroup } from './groups.ts'
import { addressOf, listAnswer, onlyAsked, readListQuery } from './list.ts'
import { patchUser, readOperations } from './patch-user.ts'
import { readGroup, readGroupOperations } from './read-group.ts'
import { readUser } from './read-user.ts'
import { listGroups, showGroup } from './show-groups.ts'
import { listUsers, showUser } from './show-users.ts'
import { addUser, changeUser } from './users.ts'

/** A group of fifty thousand members. */
const LARGEST_REQUEST_BYTES = 8 * 1024 * 1024

type C = HonoContext<Env>

/**
 * `/scim/v2`, which directories such as Okta and Entra write to. It has a form of its own for everything, errors
 * included, and describes itself; so it is no part of the API's document.
 */
export function scimRoutes(context: Context) {
  const app = newRoutes()
  answerErrors(app, context)
  app.use('/scim/*', letDirectoryIn(context), limitBody(LARGEST_REQUEST_BYTES, tooLarge))
  mountDiscovery(app)
  mountUsers(app)
  mountGroups(app)
  app.all('/scim/*', () => {
    throw new ScimError(404, undefined, 'There is nothing at this address.')
  })
  return app
}

type App = ReturnType<typeof newRoutes>

function tooLarge(): never {
  throw new ScimError(413, undefined, 'The request is larger than 8 MB. Send the members in several.')
}

function mountDiscovery(app: App): void {
  app.get('/scim/v2/ServiceProviderConfig', (c) => answer(c, serviceProviderConfig(addressOf(c))))
  for (const [path, all] of [
    ['/scim/v2/ResourceTypes', resourceTypes],
    ['/scim/v2/Schemas', schemas],
  ] as const) {
    app.get(path, (c) => {
      const resources = all(addressOf(c))
      return answer(c, listAnswer(c, { filter: null, offset: 0, count: resources.length }, resources.length, resources))
    })
    app.get(`${path}/:id`, (c) => {
      const found = all(addressOf(c)).find(({ id }) => id.toLowerCase() === c.req.param('id').toLowerCase())
      if (!found) throw new ScimError(404, undefined, 'There is nothing at this address.')
      return answer(c, found)
    })
  }
}

function mountUsers(app: App): void {
  const shown = (c: C, id: string) => showUser(c.var.context, workspaceOf(c), id, addressOf(c))
  app.get('/scim/v2/Users', async (c) => {
    const query = readListQuery(c)
    const { total, users } = await listUsers(c.var.context, workspaceOf(c), query, addressOf(c))
    return answer(c, listAnswer(c, query, total, users))
  })
  app.post('/scim/v2/Users', async (c) => {
    const id = await addUser(c.var.context, c.var.actor!, readUser(await readBody(c)))
    c.header('location', `${addressOf(c)}/Users/${id}`)
    return answer(c, await shown(c, id), 201)
  })
  app.get('/scim/v2/Users/:id', async (c) => answer(c, onlyAsked(c, await shown(c, c.req.param('id')))))
  app.put('/scim/v2/Users/:id', async (c) => {
    const user = readUser(await readBody(c))
    const id = c.req.param('id')
    await changeUser(c.var.context, c.var.actor!, id, () => user)
    return answer(c, onlyAsked(c, await shown(c, id)))
  })
  app.patch('/scim/v2/Users/:id', async (c) => {
    const operations = readOperations(await readBody(c))
    const id = c.req.param('id')
    await changeUser(c.var.context, c.var.actor!, id, (user) => patchUser(user, operations))
    return answer(c, onlyAsked(c, await shown(c, id)))
  })
  app.delete('/scim/v2/Users/:id', async (c) => {
    const id = c.req.param('id')
    // Only whom the directory keeps is its to delete.
    await shown(c, id)
    await erasePerson(c.var.context, c.var.actor!, id).catch(asMissing('User'))
    return c.body(null, 204)
  })
}

function mountGroups(app: App): void {
  const shown = (c: C, id: string) =>
    showGroup(c.var.context, workspaceOf(c), id, addressOf(c), wantsMembers(c)).then((group) => onlyAsked(c, group))
  app.get('/scim/v2/Groups', async (c) => {
    const query = readListQuery(c)
    const { total, groups } = await listGroups(c.var.context, workspaceOf(c), query, addressOf(c), wantsMembers(c))
    return answer(c, listAnswer(c, query, total, groups))
  })
  app.post('/scim/v2/Groups', async (c) => {
    const id = await makeGroup(c.var.context, c.var.actor!, readGroup(await readBody(c)))
    c.header('location', `${addressOf(c)}/Groups/${id}`)
    return answer(c, await shown(c, id), 201)
  })
  app.get('/scim/v2/Groups/:id', async (c) => answer(c, await shown(c, c.req.param('id'))))
  app.put('/scim/v2/Groups/:id', async (c) => {
    const id = c.req.param('id')
    await changeGroup(c.var.context, c.var.actor!, id, readGroup(await readBody(c)))
    return answer(c, await shown(c, id))
  })
  app.patch('/scim/v2/Groups/:id', async (c) => {
    const change = readGroupOperations(readOperations(await readBody(c)))
    await changeGroup(c.var.context, c.var.actor!, c.req.param('id'), change)
    // Not the group: with thousands of members its answer would be larger than what was asked.
    return c.body(null, 204)
  })
  app.delete('/scim/v2/Groups/:id', async (c) => {
    await deleteGroup(c.var.context, c.var.actor!, c.req.param('id')).catch(asMissing('Group'))
    return c.body(null, 204)
  })
}

const workspaceOf = (c: C) => c.var.actor!.workspaceId

/** Not read where nobody asks for them. */
function wantsMembers(c: C): boolean {
  return 'members' in onlyAsked(c, { members: [] })
}

async function readBody(c: C): Promise<unknown> {
  try {
    return JSON.parse(await c.req.text())
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new ScimError(400, 'invalidSyntax', 'The request is no JSON.')
  }
}

/** It was deleted meanwhile. */
function asMissing(thing: 'User' | 'Group') {
  return (error: unknown): never => {
    throw (error as { status?: number }).status === 404 ? noSuch(thing) : error
  }
}
