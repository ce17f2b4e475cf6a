import assert from 'node:assert/strict'
import type { TestServer, TestWorkspace } from '../../test/app.ts'
import { emailOf, type Person, signInAs } from '../../test/tenancy-people.ts'
import { eventsTurn } from '../alerts/claim-events.ts'
import type { InboxItem } from './schema.ts'

/** A member of a workspace who is somebody of its directory, and what they do with their inbox. */
export interface Reader {
  person: Person
  personId: string
  headers: Record<string, string>
  // biome-ignore lint/suspicious/noExplicitAny: answers of any shape are read and checked
  ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: any }>
  list(query?: string): Promise<InboxItem[]>
  unread(): Promise<number>
}

export async function memberAt(
  { url }: TestServer,
  { id }: TestWorkspace,
  person: Person,
): Promise<Omit<Reader, 'personId'>> {
  const headers = { 'handset-workspace': id, ...person.as('member').headers }
  const ask: Reader['ask'] = async (method, path, body) => {
    const response = await fetch(url + path, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: await response.json() }
  }
  const list: Reader['list'] = async (query = '') => {
    const { status, body } = await ask('GET', `/v1/me/inbox${query}`)
    assert.equal(status, 200, JSON.stringify(body))
    return body.items
  }
  return {
    person,
    headers,
    ask,
    list,
    unread: async () => (await ask('GET', '/v1/me/inbox/unread')).body.unread,
  }
}

/** In every one of the workspaces the same member, and in each somebody of its directory. */
export async function readersOf(server: TestServer, workspaces: TestWorkspace[]): Promise<Reader[]> {
  const person = await signInAs(server, Object.fromEntries(workspaces.map(({ id }) => [id, 'member'])))
  const email = await emailOf(server, person.userId)
  return Promise.all(
    workspaces.map(async (workspace) => {
      const { body, status } = await workspace.call<{ id: string }>('POST', '/v1/people', { first_name: 'Ann', email })
      assert.equal(status, 201, JSON.stringify(body))
      return { ...(await memberAt(server, workspace, person)), personId: body.id }
    }),
  )
}

export async function addTrigger({ call }: TestWorkspace): Promise<void> {
  const trigger = { event_type: 'mentioned', template: 'mentioned', recipients: { roles: ['mentioned'] } }
  const { status, body } = await call('POST', '/v1/triggers', { name: 'Mentioned', ...trigger })
  assert.equal(status, 201, JSON.stringify(body))
}

/** Somebody was mentioned, and it stands in their inbox. */
export async function mention(
  { context }: TestServer,
  { call }: TestWorkspace,
  people: string[],
  identifiers: string[] = ['ENG-142'],
): Promise<void> {
  const events = identifiers.map((identifier) => ({
    type: 'mentioned',
    occurred_at: '2026-03-12T14:02:00Z',
    entity: {
      type: 'issue',
      id: identifier,
      identifier,
      title: 'Fix login redirect',
      url: `https://app.acme.example/issues/${identifier}`,
    },
    recipients: { mentioned: people },
  }))
  const { status, body } = await call('POST', '/v1/events', { events })
  assert.equal(status, 202, JSON.stringify(body))
  while (await eventsTurn(context));
}
