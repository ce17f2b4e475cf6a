import assert from 'node:assert/strict'
import type { TestWorkspace } from '../../test/app.ts'
import type { Begun } from '../messages/begin.ts'
import type { ProvenReceipt } from '../messages/proven.ts'
import { openReceipts } from '../messages/receipts.ts'
import { openSettlement } from '../messages/settle.ts'
import { newReference, type Steps } from '../messages/testing.ts'
import type { Outcome } from '../providers/adapter.ts'
import { eventsTurn } from './claim-events.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely
type Answer = any

const EVENT = {
  type: 'priority_changed',
  entity: { type: 'issue', id: '142', identifier: 'ENG-142', url: 'https://app.acme.example/issues/ENG-142' },
  after: { priority: 'Urgent' },
  recipients: { assignees: ['ann'] },
}

/** Handset with a mail server that is never spoken to: its mails stay where they wait. */
export const WITH_MAIL = { HANDSET_SMTP_URL: 'smtp://127.0.0.1:9', HANDSET_MAIL_FROM: 'alerts@acme.example' }

/** A workspace that texts, with one person and one trigger, and each step of an alert by itself. */
export async function openUrgent(steps: Steps, on = { sms: true, email: false, in_app: false }, more: object = {}) {
  const workspace: TestWorkspace = await steps.carrier.connected()
  const call = async (method: string, path: string, body?: unknown, expected = 200): Promise<Answer> => {
    const answer = await workspace.call<Answer>(method, path, body)
    assert.equal(answer.status, expected, JSON.stringify(answer.body))
    return answer.body
  }
  const ann = { external_id: 'ann', first_name: 'Ann', email: 'ann@acme.example', phone: steps.newPhone(), ...more }
  const { id: personId } = await call('POST', '/v1/people', ann, 201)
  const { id: triggerId } = await call(
    'POST',
    '/v1/triggers',
    {
      name: 'Urgent',
      event_type: EVENT.type,
      template: 'priority_alert',
      urgent: true,
      recipients: { roles: ['assignees'] },
    },
    201,
  )
  const choices = Object.fromEntries(Object.entries(on).map(([channel, is]) => [`${EVENT.type}:${channel}`, is]))
  const query = (text: string, values: unknown[]) =>
    steps.context.db.tenant(workspace.id, (tx) => tx.rows<Answer>('', text, values))
  await query('insert into preferences (workspace_id, person_id, choices) values ($1, $2, $3)', [
    workspace.id,
    personId,
    JSON.stringify(choices),
  ])
  return {
    ...{ workspace, call, query, personId, triggerId },
    /** Makes the person a member, who has an inbox. */
    async join(): Promise<void> {
      const user = `usr_${personId}`
      await steps.context.db.pool.query(
        `insert into auth_users (id, name, email, email_verified) values ($1, 'Ann', $2, true)`,
        [user, `${personId}@acme.example`],
      )
      await steps.context.db.pool.query(`insert into members (workspace_id, user_id, role) values ($1, $2, 'member')`, [
        workspace.id,
        user,
      ])
      await query('update persons set user_id = $3 where workspace_id = $1 and id = $2', [workspace.id, personId, user])
    },
    /** Posts the event and has it looked at; answers with its id. */
    async happen(event: object = {}): Promise<string> {
      const { id } = await call('POST', '/v1/events', { ...EVENT, ...event }, 202)
      while (await eventsTurn(steps.context));
      return id
    },
    /** What came of an event, by channel. */
    async messages(eventId: string): Promise<Record<string, Answer>> {
      const { reached } = await call('GET', `/v1/events/${eventId}`)
      const ids: string[] = reached.flatMap((one: Answer) => one.messages.map(({ id }: Answer) => id))
      const details = await Promise.all(ids.map((id) => call('GET', `/v1/messages/${id}`)))
      assert.equal(new Set(details.map(({ channel }) => channel)).size, details.length, 'one for each channel')
      return Object.fromEntries(details.map((one) => [one.channel, one]))
    },
  }
}

export const refused: Outcome = {
  kind: 'rejected',
  refusal: {
    code: 21211,
    title: 'No number',
    class: 'bad_recipient',
    cause: 'No number.',
    remedy: 'Correct it.',
    retry: 'no',
  },
  httpStatus: 400,
  detail: 'No.',
}

export async function settle({ context }: Steps, begun: Begun[], outcome: Outcome): Promise<void> {
  const settlement = openSettlement(context)
  await Promise.all(begun.map((one) => settlement.add({ begun: one, outcome })))
}

/** The carrier's word of a text that the provider took. */
export async function report(
  steps: Steps,
  begun: Begun,
  status: ProvenReceipt['status'],
  errorCode: number | null,
  reference: string,
) {
  const { text, n, token } = begun
  const address = { workspaceId: text.workspace_id, messageId: text.id, n, token }
  const said = { reference, status, errorCode, source: 'callback', proof: 'signature' } as const
  return openReceipts(steps.context).add({ ...address, ...said })
}

export const taken = (reference = newReference()): Outcome & { kind: 'accepted' } => ({
  kind: 'accepted',
  reference,
  status: 'queued',
  segments: 1,
})
