import assert from 'node:assert/strict'
import { eventsTurn } from '../server/alerts/claim-events.ts'
import { dueDatesTurn } from '../server/alerts/due/dates-turn.ts'
import { addDays } from '../server/alerts/due/local-time.ts'
import type { TestServer } from './app.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely
type Answer = any

/** Of tests: a workspace whose items are due some days from now, and clocks that can be asked to be there. */
export async function dueWorld(server: TestServer) {
  const workspace = await server.workspace({ name: 'Acme' })
  const today = new Date().toISOString().slice(0, 10)
  const call = async (method: string, path: string, body?: unknown, status?: number): Promise<Answer> => {
    const answer = await workspace.call<Answer>(method, path, body)
    assert.equal(
      answer.status,
      status ?? { POST: path === '/v1/events' ? 202 : 201, DELETE: 204 }[method] ?? 200,
      JSON.stringify(answer.body),
    )
    return answer.body
  }
  const person = async (external_id: string, time_zone: string | null = null): Promise<string> =>
    (await call('POST', '/v1/people', { external_id, first_name: external_id, time_zone })).id
  const trigger = async (more: object = {}) => call('POST', '/v1/triggers', { ...REMIND, ...more })
  const process = async () => {
    while (await eventsTurn(server.context));
  }
  const post = async (more: object = {}): Promise<Answer> => {
    const { id } = await call('POST', '/v1/events', { ...EVENT, ...more })
    await process()
    return id
  }
  /** All that is to be done until then, as if it were that time. */
  const at = async (day: string, time: string) => {
    const now = new Date(`${day}T${time}:00Z`)
    while (await dueDatesTurn(server.context, now));
  }
  /** Who was told, by which type of event, in the order in which they were. */
  const told = async (): Promise<string[]> => {
    const { rows } = await server.context.db.pool.query(
      `select m.event_type || ' ' || p.external_id as what from messages m join persons p on p.workspace_id = m.workspace_id
         and p.id = m.person_id where m.workspace_id = $1 and m.channel = 'in_app' order by m.id`,
      [workspace.id],
    )
    return rows.map(({ what }) => what)
  }
  const row = async (): Promise<Answer> => {
    const { rows } = await server.context.db.pool.query('select * from due_dates where workspace_id = $1', [
      workspace.id,
    ])
    return rows[0]
  }
  return {
    workspace,
    today,
    day: (n: number) => addDays(today, n),
    call,
    person,
    trigger,
    process,
    post,
    at,
    told,
    row,
  }
}

export const EVENT = {
  type: 'property_changed',
  entity: { type: 'issue', id: '142', identifier: 'ENG-142', title: 'Fix login', url: 'https://app.acme.example/142' },
  recipients: { assignees: ['ann'] },
}
export const REMIND = {
  name: 'Reminder',
  event_type: 'due_date_reminder',
  template: 'due_date_reminder',
  recipients: { roles: ['assignees'] },
}
export const OVERDUE = { ...REMIND, name: 'Overdue', event_type: 'due_date_passed', template: 'due_date_overdue' }

/** The item of all of these, due then. */
export function due(due_date: unknown, more: object = {}) {
  return { ...EVENT, entity: { ...EVENT.entity, properties: { due_date } }, ...more }
}
