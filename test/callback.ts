import assert from 'node:assert/strict'
import { Agent, request } from 'node:http'
import twilio from 'twilio'
import { writeRefused } from '../server/messages/refused.ts'
import type { SimAccount } from '../simulator/accounts/account.ts'
import type { TestWorkspace } from './app.ts'
import { type Carrier, startCarrier, waitForStatus } from './carrier.ts'

/** Where the world reaches Handset: not where these requests come in. */
export const PUBLIC = 'https://sms.acme.example'

/** A text that the carrier has and about which it has said nothing yet. */
export interface Sent {
  workspace: TestWorkspace
  id: string
  sid: string
  /** The address that the carrier was given for it. */
  path: string
}

/** Handset behind a public address, and a carrier that keeps silent: what it would say is said by the tests. */
export interface Bench extends Carrier {
  /** A workspace with an account of its own, of those that the simulator has. */
  workspaceOf(account: SimAccount, settings?: Record<string, unknown>): Promise<TestWorkspace>
  send(workspace: TestWorkspace, count: number): Promise<Sent[]>
  /** As the provider would call; `signedBy` null leaves the signature out. */
  call(path: string, params: Params, signedBy: string | null, more?: Partial<Call>): Promise<number>
  /** All that a callback could change, so that two looks can be compared. */
  rows(): Promise<unknown>
  /** How many callbacks of a workspace were refused. */
  refused(workspace: TestWorkspace): Promise<number>
}

export type Params = Record<string, string>

interface Call {
  headers: Record<string, string>
  body: string
  /** The address that the signature is over, when it is not the public one. */
  signedUrl: string
}

export async function startBench(): Promise<Bench> {
  const carrier = await startCarrier()
  const { context, url } = carrier.server
  await context.db.signIn((tx) => tx.updateTable('installation').set({ public_url: PUBLIC }).execute())
  await context.installation.refresh()
  await carrier.faults({ receipts_lost: 1 })
  const agent = new Agent({ keepAlive: true, maxSockets: 20 })
  return {
    ...carrier,
    async workspaceOf(account, settings = {}) {
      const sender = { kind: 'phone_number', phone_number: account.numbers[0]!.phoneNumber }
      const credentials = { kind: 'auth_token', auth_token: account.authToken }
      return carrier.connected({ account_sid: account.sid, credentials, sender, ...settings })
    },
    send: (workspace, count) => send(carrier, workspace, count),
    async call(path, params, signedBy, { headers = {}, body, signedUrl } = {}) {
      const signature =
        signedBy === null ? {} : { 'x-twilio-signature': sign(signedBy, signedUrl ?? PUBLIC + path, params) }
      return post(agent, url, path, body ?? new URLSearchParams(params).toString(), { ...signature, ...headers })
    },
    rows: () =>
      context.db.system(async (tx) => {
        const tables = ['messages', 'attempts', 'receipts', 'spend_days', 'opt_outs'] as const
        return Promise.all(
          tables.map((table) =>
            tx.rows(`bench_${table}`, `select md5(string_agg(t::text, '|' order by t)) from ${table} t`, []),
          ),
        )
      }),
    async refused({ id }) {
      await writeRefused(context)
      const rows = await context.db.system((tx) =>
        tx.selectFrom('refused_callbacks').select('count').where('workspace_id', '=', id).execute(),
      )
      return rows.reduce((total, { count }) => total + count, 0)
    },
    async stop() {
      agent.destroy()
      await carrier.stop()
    },
  }
}

/** The provider's own package signs, so that nothing here can share a mistake with what is tested. */
export function sign(authToken: string, url: string, params: Params): string {
  return twilio.getExpectedTwilioSignature(authToken, url, params)
}

export function accountOf({ simulator }: Carrier, name = 'Full account'): SimAccount {
  return simulator.state.accounts.find((account) => account.name === name)!
}

let phones = 0

async function send({ server }: Carrier, workspace: TestWorkspace, count: number): Promise<Sent[]> {
  const messages = Array.from({ length: count }, () => ({ to: `+1415555${2000 + phones++}`, body: 'Hello' }))
  const { status, body } = await workspace.call<{ items: { id: string }[] }>('POST', '/v1/messages', { messages })
  assert.equal(status, 202, JSON.stringify(body))
  for (const { id } of body.items) await waitForStatus(workspace, id, 'sent')
  const attempts = await server.context.db.system((tx) =>
    tx.selectFrom('attempts').selectAll().where('workspace_id', '=', workspace.id).execute(),
  )
  return body.items.map(({ id }) => {
    const { connection_id, n, token, provider_sid } = attempts.find(({ message_id }) => message_id === id)!
    const path = `/callbacks/sms/${workspace.id}/${connection_id}/${id}/${n}/${token}`
    return { workspace, id, sid: provider_sid!, path }
  })
}

/** By hand, since `fetch` sets Host and tidies the address. */
function post(agent: Agent, url: string, path: string, body: string, headers: Record<string, string>): Promise<number> {
  const { hostname, port } = new URL(url)
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  return new Promise((resolve, reject) => {
    const call = request(
      { agent, hostname, port, path, method: 'POST', headers: { ...form, ...headers } },
      (response) => {
        response.resume().once('end', () => resolve(response.statusCode!))
      },
    )
    call.once('error', reject)
    call.end(body)
  })
}
