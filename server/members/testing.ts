import { startTestServer, type TestServer, type TestWorkspace } from '../../test/app.ts'
import { type Person, signInAs } from '../../test/tenancy-people.ts'

/** People with sessions in a workspace, on a Handset of their own. */
export interface Team {
  server: TestServer
  workspace: TestWorkspace
  /** Somebody new with a role here, and in other workspaces if wanted. */
  person(role: string, elsewhere?: Record<string, string>): Promise<Teammate>
  /** Who asks without a session. */
  stranger: Asking
  /** A program that asks by a key. */
  program(key: string): Asking
  audit(action: string): Promise<{ actor_id: string; target: string; changes: Changes }[]>
}

type Changes = Record<string, { from: unknown; to: unknown }>

// biome-ignore lint/suspicious/noExplicitAny: a test reads answers of any shape and checks what it reads
export type Answer = { status: number; headers: Headers; body: any }

export type Asking = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>

export interface Teammate {
  id: string
  email: string
  ask: Asking
  person: Person
}

export async function openTeam(environment: Record<string, string> = {}): Promise<Team> {
  const server = await startTestServer({ role: 'api', environment })
  const workspace = await server.workspace()
  return {
    server,
    workspace,
    async person(role, elsewhere = {}) {
      const person = await signInAs(server, { ...(role && { [workspace.id]: role }), ...elsewhere })
      const { headers } = person.as('somebody')
      return {
        id: person.userId,
        email: `${person.userId}@acme.example`,
        person,
        ask: (method, path, body, more) =>
          ask(server, method, path, body, { ...headers, ...(role && { 'handset-workspace': workspace.id }), ...more }),
      }
    },
    stranger: (method, path, body, headers = {}) =>
      ask(server, method, path, body, { origin: server.url, 'sec-fetch-site': 'same-origin', ...headers }),
    program: (key) => (method, path, body, headers) =>
      ask(server, method, path, body, { authorization: `Bearer ${key}`, ...headers }),
    audit: (action) =>
      server.context.db.tenant(workspace.id, (tx) =>
        tx.rows<{ actor_id: string; target: string; changes: Changes }>(
          'test_audit',
          'select actor_id, target, changes from audit_entries where action = $1 order by id',
          [action],
        ),
      ),
  }
}

async function ask(
  server: TestServer,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Answer> {
  const response = await fetch(server.url + path, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null }
}

let invited = 0

/** An address that nobody has. */
export const someone = (): string => `someone-${++invited}@acme.example`

export const tokenOf = (link: string): string => link.split('#')[1]!

export const newcomer = { name: 'Test newcomer', password: 'correct horse battery' }

export type Invitations = ReturnType<typeof invitationsOf>

/** What `owner` and those who follow the links do. */
export function invitationsOf(team: Team, owner: Teammate) {
  return {
    invite: (email = someone(), role = 'member') => owner.ask('POST', '/v1/invitations', { email, role }),
    look: (token: string, ask = team.stranger) =>
      ask('GET', '/v1/invitation', undefined, { 'invitation-token': token }),
    accept: (token: string, input = {}, ask = team.stranger) =>
      ask('POST', '/v1/invitation/accept', { token, ...input }),
    /** In the workspace's rows, past the API. */
    change: (text: string) => team.server.context.db.tenant(team.workspace.id, (tx) => tx.rows('', text, [])),
  }
}
