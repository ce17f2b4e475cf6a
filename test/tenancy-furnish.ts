import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { chance } from '../server/kit/id.ts'
import { receiveInbound } from '../server/messages/inbound.ts'
import { type TestWorkspace, until } from './app.ts'
import { type Carrier, fullAccount, waitForStatus } from './carrier.ts'
import { madeUpNames, type Names } from './request-names.ts'
import { signInAs } from './tenancy-people.ts'

export interface Furnished {
  /** What stands in its rows. */
  names: Names
  /** Words that stand nowhere else. */
  words: string[]
}

interface Wanted {
  workspace: TestWorkspace
  /** Stands in all that it writes. */
  word: string
  /** The first seven digits of the numbers it sends to. */
  area: string
  dailyCapMicros: number
  settings: Record<string, unknown>
  /** One message was accepted with each as its key. */
  idempotencyKeys: string[]
}

/** Everything that a workspace may have, made through the API. */
export async function furnish(carrier: Carrier, wanted: Wanted): Promise<Furnished> {
  const { workspace, word, area } = wanted
  const call = async <T>(method: string, path: string, body?: unknown, headers?: Record<string, string>) => {
    const answer = await workspace.call<T>(method, path, body, headers)
    assert.ok(answer.status < 300, `${method} ${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  await call('PUT', '/v1/sms/settings', { ...wanted.settings, name_in_texts: `${word} Alerts` })
  await call('PUT', '/v1/templates/priority_alert', {
    email_subject: `${word} at once`,
    email_body: `${word} says: look at it.`,
    sms_wording: `${word} says so`,
  })
  await call('PUT', '/v1/spend', { daily_cap_micros: wanted.dailyCapMicros })
  const send = (to: string, headers = {}) =>
    call<{ id: string }>('POST', '/v1/messages', { to, body: `${word} is overdue` }, headers)
  const { id: message } = await send(`${area}3142`)
  const { id: failed } = await send(`+234803${area.slice(-3)}4567`)
  await waitForStatus(workspace, message, 'delivered')
  await waitForStatus(workspace, failed, 'failed')
  const doubtful = await sendInDoubt(carrier, workspace, () => send(`${area}3145`))
  const orders = wanted.idempotencyKeys.map((key) => send(`${area}3144`, { 'idempotency-key': key }))
  for (const { id } of await Promise.all(orders)) await waitForStatus(workspace, id, 'delivered')
  const note = `Wrote to ${word}@example.com`
  const number = `${area}3141`
  const { handle } = await call<{ handle: string }>('POST', '/v1/opt-outs', { number, note })
  await call('POST', '/v1/opt-outs', { number: `${area}3143` })
  const { next } = await call<{ next: string }>('GET', '/v1/opt-outs?limit=1')
  const key = await call<{ id: string; prefix: string }>('POST', '/v1/api-keys', {
    name: `${word} nightly job`,
    permissions: ['sms.read'],
  })
  const inbound = await textIn(carrier, workspace, `${area}3147`, `${word} please stop`)
  const { id } = workspace
  const { userId: member } = await signInAs(carrier.server, { [id]: 'member' })
  const role = await call<{ id: string }>('POST', '/v1/roles', { name: `${word} desk`, permissions: ['sms.read'] })
  const email = `${word.toLowerCase()}-guest@acme.example`
  const invitation = await call<{ id: string }>('POST', '/v1/invitations', { email, role: 'member' })
  const { items: entries } = await call<{ items: { id: string }[] }>('GET', '/v1/audit')
  const auditEntry = entries[0]!.id
  const group = await call<{ id: string }>('POST', '/v1/groups', { name: `${word} crew` })
  const person = await call<{ id: string }>('POST', '/v1/people', {
    first_name: word,
    email: `${word.toLowerCase()}-person@acme.example`,
    phone: `${area}3146`,
    groups: [group.id],
  })
  const { id: unreached } = await send(`+234803${area.slice(-3)}4568`)
  await waitForStatus(workspace, unreached, 'failed')
  const reader = await call<{ id: string }>('POST', '/v1/people', {
    email: `${word.toLowerCase()}-reader@acme.example`,
  })
  await carrier.server.context.db.tenant(id, (tx) =>
    tx.rows('', 'update messages set person_id = $3 where workspace_id = $1 and id = $2', [id, unreached, reader.id]),
  )
  const imported = await importWaiting(carrier, workspace, word)
  const scimToken = await call<{ id: string; token: string }>('POST', '/v1/scim/tokens', { name: `${word} directory` })
  const trigger = await call<{ id: string }>('POST', '/v1/triggers', {
    name: `${word} is named`,
    event_type: 'mentioned',
    template: 'mentioned',
    recipients: { people: [person.id] },
  })
  const ownType = `${word.toLowerCase()}.paid`
  await call('POST', '/v1/event-types', { type: ownType, name: `${word} was paid` })
  const event = await call<{ id: string }>('POST', '/v1/events', {
    type: 'mentioned',
    entity: { type: 'issue', id: `${word}-1`, title: `${word} makes it known` },
  })
  const { webhook, delivery } = await furnishWebhook(carrier, workspace, word)
  const names = {
    workspace: id,
    webhook,
    delivery,
    trigger: trigger.id,
    eventType: ownType,
    event: event.id,
    import: imported,
    person: person.id,
    group: group.id,
    scimToken: scimToken.id,
    auditEntry,
    message,
    failed,
    unreached,
    doubtful,
    apiKey: key.id,
    inbound,
    handle,
    number,
    member,
    role: role.id,
    invitation: invitation.id,
  }
  return {
    names: {
      ...madeUpNames(fullAccount(carrier.simulator)),
      ...names,
      cursor: encodeURIComponent(next),
      idempotencyKey: wanted.idempotencyKeys[0] ?? '',
    },
    words: [
      word,
      id,
      id.slice(3),
      workspace.key,
      message,
      failed,
      unreached,
      doubtful,
      note,
      key.id,
      key.prefix,
      handle,
      member,
      role.id,
      invitation.id,
      email,
      person.id,
      group.id,
      scimToken.id,
      scimToken.token,
      inbound,
      imported,
      trigger.id,
      webhook,
      delivery,
      ownType,
      event.id,
      auditEntry,
    ],
  }
}

/** By a connection that nobody else has: what is sent to a sender of the account reaches all who share it. */
async function textIn({ server }: Carrier, { id: workspaceId }: TestWorkspace, from: string, body: string) {
  const connectionId = `con_${chance(26)}`
  const text = { reference: chance(26), from, to: '+14155550100', service: null, body, answered: false }
  const arrival = { workspaceId, connectionId, provider: 'webhook', account: null }
  return (await receiveInbound(server.context, arrival, { ...text, proof: 'signature' }))!.id
}

/** It asked for a rest, so that what it is told stays as it is while others look. */
async function furnishWebhook({ server }: Carrier, { id: workspaceId, call }: TestWorkspace, word: string) {
  const input = { url: `https://hooks.acme.example/${word}`, description: `${word} is told` }
  const { body } = await call<{ webhook: { id: string } }>('POST', '/v1/webhooks', input)
  const webhook = body.webhook.id
  await server.context.db.system((tx) =>
    tx
      .updateTable('webhook_endpoints')
      .set({ resting_until: sql`'infinity'` })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', webhook)
      .execute(),
  )
  await call('POST', `/v1/webhooks/${webhook}/secret`)
  const told = await call<{ id: string }>('POST', `/v1/webhooks/${webhook}/test`)
  return { webhook, delivery: told.body.id }
}

async function importWaiting(carrier: Carrier, { key, call }: TestWorkspace, word: string): Promise<string> {
  const { body } = await call<{ id: string }>('POST', '/v1/imports', { file_name: `${word}.csv` })
  const answer = await fetch(`${carrier.server.url}/v1/imports/${body.id}/file`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${key}` },
    body: `Last name,Email\n${word},${word.toLowerCase()}-row@acme.example\n`,
  })
  assert.equal(answer.status, 200)
  return body.id
}

/** One that no looking decides, without the minutes that the looking takes. */
async function sendInDoubt(
  carrier: Carrier,
  workspace: TestWorkspace,
  send: () => Promise<{ id: string }>,
): Promise<string> {
  await carrier.faults({ error_before: 1, until_count: 1 })
  const { id } = await send()
  await waitForStatus(workspace, id, 'unknown')
  await carrier.server.context.db.system((tx) =>
    tx
      .updateTable('attempts')
      .set({ undecided: 'unclear', undecided_at: new Date(), look_at: sql`'infinity'` })
      .where('workspace_id', '=', workspace.id)
      .where('message_id', '=', id)
      .execute(),
  )
  return id
}

/** Made like these, but nobody's: new ones each time, so that no request is a repeat of another. */
export function missing(known: Names): Names {
  const made = madeUpNames(known.settings)
  // An id of the same moment sorts where the real one does.
  const like = (text: string) => (/^[a-z]+_[0-9a-z]{26}$/.test(text) ? text.slice(0, -16) + chance(16) : text)
  const ids = Object.entries(made).map(([name, value]) => {
    const real = known[name as keyof Names]
    return [name, typeof real === 'string' && like(real) !== real ? like(real) : value]
  })
  const cursor = `${known.cursor.split('~')[0]}~num_${'A'.repeat(43)}`
  return { ...Object.fromEntries(ids), cursor } as Names
}

/** What housekeeping alone writes: a key's last use, and whether a lane sleeps. */
const KEPT_BY_LOOPS = `'{last_used_at, awake}'::text[]`

type Rows = Record<string, { row: unknown }[]>

/** What is in one and not in the other, row by row. */
export function differences(before: Rows, after: Rows): string[] {
  const lines = (rows: Rows) =>
    Object.entries(rows).flatMap(([table, all]) => all.map(({ row }) => `${table} ${JSON.stringify(row)}`))
  const [was, is] = [new Set(lines(before)), new Set(lines(after))]
  return [
    ...lines(before).flatMap((line) => (is.has(line) ? [] : [`gone: ${line}`])),
    ...lines(after).flatMap((line) => (was.has(line) ? [] : [`new: ${line}`])),
  ]
}

/** Every row of a workspace, by table, once no loop has anything left to write there. */
export async function rowsAtRest(carrier: Carrier, workspaceId: string): Promise<Rows> {
  return until('the audit log being chained, mails being laid down, and the provider asked about replies', async () => {
    const rows = await rowsOf(carrier, workspaceId)
    const waits = [rows.audit_unchained, rows.event_queue, rows.message_mails].some((some) => some?.length)
    return waits || (rows.connections?.length && !rows.reply_routes?.length) ? null : rows
  })
}

/** Every row of a workspace, by table, but for what a loop adds up of the others in its own time. */
export async function rowsOf(carrier: Carrier, workspaceId: string): Promise<Rows> {
  return carrier.server.context.db.tenant(workspaceId, async (tx) => {
    const tables = await tx.rows<{ name: string }>(
      'tenant_tables',
      `select table_name as name from information_schema.columns
       where table_schema = 'public' and column_name = 'workspace_id' and table_name not like 'statistics%' order by 1`,
      [],
    )
    const found: Rows = {}
    for (const { name } of tables)
      found[name] = await tx.rows(
        `rows_${name}`,
        `select to_jsonb(t) - ${KEPT_BY_LOOPS} as row from ${name} t order by 1`,
        [],
      )
    return found
  })
}
