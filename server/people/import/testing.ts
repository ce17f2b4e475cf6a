import assert from 'node:assert/strict'
import { startTestServer, type TestServer, type TestWorkspace } from '../../../test/app.ts'
import type { ImportOut } from './schema.ts'

export interface ImportTests {
  server: TestServer
  workspace(): Promise<ImportCaller>
}

export interface ImportCaller extends TestWorkspace {
  /** What the server answers to a file of a new import. */
  send(file: string | Uint8Array): Promise<{ status: number; body: ImportOut & { code: string; detail: string } }>
  sent(file: string | Uint8Array): Promise<ImportOut>
}

/** A server without its loops: tests say when the next turn is. */
export async function openImportTests(): Promise<ImportTests> {
  const server = await startTestServer({ role: 'api' })
  return {
    server,
    async workspace() {
      const caller = await server.workspace()
      const send: ImportCaller['send'] = async (file) => {
        const { body } = await caller.call<ImportOut>('POST', '/v1/imports', { file_name: 'people.csv' })
        const response = await fetch(`${server.url}/v1/imports/${body.id}/file`, {
          method: 'PUT',
          headers: { authorization: `Bearer ${caller.key}`, 'content-type': 'text/csv' },
          body: file as string | Uint8Array<ArrayBuffer>,
        })
        return { status: response.status, body: (await response.json()) as never }
      }
      return {
        ...caller,
        send,
        async sent(file) {
          const { status, body } = await send(file)
          assert.equal(status, 200, JSON.stringify(body))
          return body
        },
      }
    },
  }
}
