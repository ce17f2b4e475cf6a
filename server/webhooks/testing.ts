import assert from 'node:assert/strict'
import { Webhook } from 'standardwebhooks'
import type { WebhookType } from '../../shared/webhooks.ts'
import { startTestServer, type TestServer, type TestWorkspace, until } from '../../test/app.ts'
import { type Received, type Receiver, startReceiver } from '../../test/receiver.ts'
import { insertMessage } from '../../test/rows.ts'
import type { DeliveryDetail, DeliveryOut, EndpointOut } from './schema.ts'

/** Handset with its worker, and somebody else's server that it may call. */
export interface WebhookTests {
  server: TestServer
  receiver: Receiver
  made(workspace: TestWorkspace, more?: Record<string, unknown>): Promise<Made>
  /** A message of the workspace, on its way. */
  message(workspace: TestWorkspace): Promise<string>
  /** Moves it as any part of Handset does: by one statement, in a transaction that crosses workspaces. */
  become(workspace: TestWorkspace, ids: string[], status: string): Promise<void>
  deliveries(workspace: TestWorkspace, id: string, query?: string): Promise<DeliveryOut[]>
  delivery(workspace: TestWorkspace, id: string, delivery: string): Promise<DeliveryDetail>
  endpoint(workspace: TestWorkspace, id: string): Promise<EndpointOut>
  /** What is to be tried later is tried now. */
  hurry(workspace: TestWorkspace): Promise<void>
  stop(): Promise<void>
}

export interface Made {
  id: string
  secret: string
  path: string
}

export interface Call {
  type: WebhookType | 'webhook.test'
  timestamp: string
  workspace_id: string
  sequence: number
  data: Record<string, unknown>
}

export async function openWebhookTests(options: { role?: 'all' | 'api' } = {}): Promise<WebhookTests> {
  const receiver = await startReceiver()
  const server = await startTestServer({ ...options, environment: { HANDSET_ALLOW_HOSTS: receiver.host } })
  let paths = 0
  return {
    server,
    receiver,
    async made(workspace, more = {}) {
      const path = `/hook${paths++}`
      const input = { url: receiver.url + path, ...more }
      const { status, body } = await workspace.call<{ webhook: EndpointOut; secret: string }>(
        'POST',
        '/v1/webhooks',
        input,
      )
      assert.equal(status, 201, JSON.stringify(body))
      return { id: body.webhook.id, secret: body.secret, path }
    },
    message: async (workspace) => {
      const { id } = await insertMessage({ context: server.context, db: server.context.db }, workspace.id, {
        to: '+14155550142',
        // Nobody sends it by itself.
        status: 'sending',
        body: 'Order 4711 is late',
      })
      return id
    },
    become: (workspace, ids, status) =>
      server.context.db.system(async (tx) => {
        await tx
          .updateTable('messages')
          .set({ status })
          .where('workspace_id', '=', workspace.id)
          .where('id', 'in', ids)
          .execute()
      }),
    deliveries: async (workspace, id, query = '') =>
      (await workspace.call<{ items: DeliveryOut[] }>('GET', `/v1/webhooks/${id}/deliveries${query}`)).body.items,
    delivery: async (workspace, id, delivery) =>
      (await workspace.call<DeliveryDetail>('GET', `/v1/webhooks/${id}/deliveries/${delivery}`)).body,
    endpoint: async (workspace, id) => (await workspace.call<EndpointOut>('GET', `/v1/webhooks/${id}`)).body,
    async hurry(workspace) {
      await server.context.db.system((tx) =>
        tx
          .updateTable('webhook_deliveries')
          .set({ due_at: new Date() })
          .where('workspace_id', '=', workspace.id)
          .where('state', '=', 'waiting')
          .execute(),
      )
      server.context.wake.say('webhooks')
    },
    async stop() {
      await server.stop()
      await receiver.stop()
    },
  }
}

/** What came to a path, once it is so many. */
export async function calls(receiver: Receiver, path: string, count: number): Promise<Received[]> {
  const all = () => receiver.received.filter((one) => one.path === path)
  await until(`${count} calls of ${path}`, async () => all().length >= count)
  return all()
}

/** Throws for what is not signed by the secret, as the library of Standard Webhooks reads it. */
export function verified(secret: string, { body, headers }: Received): Call {
  return new Webhook(secret).verify(body, headers as Record<string, string>) as Call
}
