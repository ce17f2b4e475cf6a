import assert from 'node:assert/strict'
import pg from 'pg'
import { startTestServer, type TestServer, type TestWorkspace } from '../../test/app.ts'
import { erasingEventsTurn } from '../alerts/erase-events.ts'
import type { Context } from '../kit/context.ts'
import { erasingTurn } from './erasing.ts'

export interface ErasingTests {
  server: TestServer
  /** Sees all rows of all tables. */
  owner: pg.Client
  newNumber(): string
  hashOf(number: string): Buffer
  addPerson(workspace: TestWorkspace, more: object): Promise<string>
  erase(workspace: TestWorkspace, id: string): Promise<void>
  /** As if a minute had passed, since whoever was at work then must have ended. */
  finish(context?: Pick<Context, 'db'>): Promise<void>
  stop(): Promise<void>
}

/** A server without its loops: tests say when they turn. */
export async function openErasingTests(): Promise<ErasingTests> {
  const server = await startTestServer({ role: 'api' })
  const owner = await openOwner(server)
  let numbers = 2_000_000
  return {
    server,
    owner,
    newNumber: () => `+1415${numbers++}`,
    hashOf: (number) => server.context.keys.hashNumber(number),
    async addPerson(workspace, more) {
      const { status, body } = await workspace.call<{ id: string }>('POST', '/v1/people', {
        last_name: 'Alder',
        ...more,
      })
      assert.equal(status, 201, JSON.stringify(body))
      return body.id
    },
    async erase(workspace, id) {
      assert.equal((await workspace.call('DELETE', `/v1/people/${id}`)).status, 204)
    },
    async finish(context = server.context) {
      await owner.query(`update erasures set marked_at = marked_at - interval '61 seconds', look_at = now()`)
      await owner.query(`update messages set created_at = created_at - interval '62 seconds'`)
      await owner.query(`update inbound_texts set received_at = received_at - interval '62 seconds'`)
      await owner.query(`update events set received_at = received_at - interval '62 seconds'`)
      const mortal = { ...server.context, ...context }
      while (await erasingEventsTurn(mortal));
      while (await erasingTurn(mortal));
    },
    async stop() {
      await owner.end()
      await server.stop()
    },
  }
}

async function openOwner(server: TestServer): Promise<pg.Client> {
  const owner = new pg.Client(server.context.db.connection)
  await owner.connect()
  // Whoever owns the tables sees all rows of them then.
  const { rows } = await owner.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relforcerowsecurity`,
  )
  for (const { name } of rows) await owner.query(`alter table ${name} no force row level security`)
  return owner
}
