import assert from 'node:assert/strict'
import { inboundAddress } from '../server/consent/inbound-address.ts'
import type { TestWorkspace } from './app.ts'
import type { Carrier } from './carrier.ts'

interface Kept {
  id: string
  reading: string
  effect: string | null
  answered_by: string | null
  workspace_id: string
}

/** Where replies to a workspace's own connection go. */
export async function repliesTo(carrier: Carrier, workspace: TestWorkspace, publicUrl: string): Promise<string> {
  const { context } = carrier.server
  const { id } = await context.db.system((tx) =>
    tx
      .selectFrom('connections')
      .select('id')
      .where('workspace_id', '=', workspace.id)
      .where('provider', '<>', 'webhook')
      .executeTakeFirstOrThrow(),
  )
  return inboundAddress(context.keys, publicUrl, { workspaceId: workspace.id, connectionId: id })
}

/** Points a number or short code of the simulator somewhere, as its owner would at the provider. */
export function point({ simulator }: Pick<Carrier, 'simulator'>, sender: string, url: string): void {
  for (const account of simulator.state.accounts) {
    const one =
      account.numbers.find(({ phoneNumber }) => phoneNumber === sender) ??
      account.shortCodes.find(({ shortCode }) => shortCode === sender)
    if (one) one.smsUrl = url
  }
}

/** Somebody types a text on the phone with this number. */
export async function reply(
  { simulator }: Pick<Carrier, 'simulator'>,
  phone: string,
  to: string,
  body: string,
): Promise<void> {
  const response = await fetch(`${simulator.url}/sim/handsets/${encodeURIComponent(phone)}/replies`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ to, body }),
  })
  assert.equal(response.status, 201, await response.clone().text())
}

/** All that reached a phone, oldest first, by whomever. */
export async function onPhone({ simulator }: Carrier, phone: string): Promise<string[]> {
  const response = await fetch(`${simulator.url}/sim/messages?to=${encodeURIComponent(phone)}`)
  const { items } = (await response.json()) as { items: { body: string; status: string }[] }
  return items
    .filter(({ status }) => status === 'delivered')
    .map(({ body }) => body)
    .reverse()
}

export function keptFrom({ server: { context } }: Carrier, phone: string): Promise<Kept[]> {
  return context.db.system((tx) =>
    tx
      .selectFrom('inbound_texts')
      .select(['id', 'reading', 'effect', 'answered_by', 'workspace_id'])
      .where('from_hash', '=', context.keys.hashNumber(phone))
      .orderBy('id')
      .execute(),
  )
}
