import assert from 'node:assert/strict'
import { startTestServer, type TestServer, type TestWorkspace } from '../../test/app.ts'
import { USER_SCHEMA } from './user-schema.ts'

// biome-ignore lint/suspicious/noExplicitAny: a test reads answers of any shape and checks what it reads
type Json = any

export interface Answer {
  status: number
  headers: Headers
  body: Json
}

/** A directory that may write to one workspace. */
export interface Directory {
  workspace: TestWorkspace
  token: string
  tokenId: string
  /** Under /scim/v2, as a directory asks. */
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  /** The person as the API has them. */
  person(id: string): Promise<Json>
}

export const startScim = (): Promise<TestServer> => startTestServer({ role: 'api' })

export async function directoryOf(server: TestServer, workspace?: TestWorkspace): Promise<Directory> {
  const own = workspace ?? (await server.workspace())
  const { status, body } = await own.call<{ id: string; token: string }>('POST', '/v1/scim/tokens', { name: 'Okta' })
  assert.equal(status, 201, JSON.stringify(body))
  return {
    workspace: own,
    token: body.token,
    tokenId: body.id,
    ask: (method, path, sent, headers) => askScim(server, body.token, method, path, sent, headers),
    async person(id) {
      return (await own.call<Json>('GET', `/v1/people/${id}`)).body
    },
  }
}

export async function askScim(
  server: TestServer,
  token: string | null,
  method: string,
  path: string,
  sent?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${server.url}/scim/v2${path}`, {
    method,
    headers: {
      ...(token !== null && { authorization: `Bearer ${token}` }),
      'content-type': 'application/scim+json',
      ...headers,
    },
    ...(sent !== undefined && { body: typeof sent === 'string' ? sent : JSON.stringify(sent) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null }
}

export const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'

export const patchOf = (...Operations: object[]) => ({ schemas: [PATCH], Operations })

/** With no more than a user must have. */
export const user = (userName: string, more: object = {}) => ({ schemas: [USER_SCHEMA], userName, ...more })

/** Answers with the user as it was made. */
export async function add({ ask }: Directory, input: object): Promise<Json> {
  const { status, body } = await ask('POST', '/Users', input)
  assert.equal(status, 201, JSON.stringify(body))
  return body
}
