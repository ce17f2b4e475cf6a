import assert from 'node:assert/strict'
import type { Channel } from '../../shared/preferences.ts'
import { type TestWorkspace, until } from '../../test/app.ts'
import { type Carrier, fullAccount } from '../../test/carrier.ts'
import { givePhones } from '../people/phones.ts'
import { changeChoices } from '../people/preferences.ts'
import type { PhoneSource } from '../people/schema.ts'
import type { ChannelDiagnosis, PersonDiagnosis } from './schema.ts'

/** A workspace with a person who wants texts of mentions, and a trigger that tells them. */
export interface Scene {
  workspace: TestWorkspace
  carrier: Carrier
  ann: string
  phone: string
  /** Posts an event that mentions Ann, and waits until it was looked at. */
  event(more?: Record<string, unknown>): Promise<string>
  /** Waits until the text of an event got this far. */
  text(eventId: string, ...statuses: string[]): Promise<string>
  trigger(more?: Record<string, unknown>): Promise<string>
  want(channel: Channel, on: boolean): Promise<void>
  post(path: string, body: unknown, status?: number): Promise<Answer>
  patch(path: string, body: unknown): Promise<void>
  put(path: string, body: unknown): Promise<void>
  suspend(): Promise<void>
  /** A number from some source, as it was written there. */
  give(number: string, source: PhoneSource): Promise<void>
  /** What becomes of texts to Ann's phone. */
  handset(behaviour: string): Promise<void>
  /** All that were asked for, newest first. */
  texts(): Promise<{ id: string; status: string }[]>
  settings(more?: Record<string, unknown>): Promise<void>
  /** As the workspace itself. */
  own(text: string, values?: unknown[]): Promise<void>
  /** In a transaction that crosses workspaces. */
  sql(text: string, values?: unknown[]): Promise<void>
  diagnose(about?: Record<string, string>): Promise<PersonDiagnosis>
  channel(diagnosis: PersonDiagnosis, name: Channel): ChannelDiagnosis
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads answers of any shape and checks what it reads
type Answer = any

let phones = 0

export const ENTITY = {
  type: 'issue',
  id: '142',
  identifier: 'ENG-142',
  title: 'Fix login',
  properties: { priority: 'high' },
}

export async function openScene(
  carrier: Carrier,
  person: Record<string, unknown> = {},
  connected = true,
): Promise<Scene> {
  const workspace = connected ? await carrier.connected() : await carrier.server.workspace()
  const call = async (method: string, path: string, body: unknown, expected: number) => {
    const answer = await workspace.call<Answer>(method, path, body)
    assert.equal(answer.status, expected, `${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  phones += 1
  const phone = `+1415556${String(1000 + phones)}`
  const known = { external_id: 'ann', first_name: 'Ann', last_name: 'Lee', email: 'ann@acme.example', phone, ...person }
  const { id: ann } = await call('POST', '/v1/people', known, 201)
  const of = { workspace, carrier, call, ann, phone }
  const scene: Scene = {
    ...{ workspace, carrier, ann, phone },
    ...happening(of),
    ...changing(of),
    diagnose: (about = {}) => call('GET', `/v1/people/${ann}/diagnosis?${new URLSearchParams(about)}`, undefined, 200),
    channel: (diagnosis, name) => diagnosis.channels.find((one) => one.channel === name)!,
  }
  await scene.want('sms', true)
  return scene
}

interface Of extends Pick<Scene, 'workspace' | 'carrier' | 'ann' | 'phone'> {
  call(method: string, path: string, body: unknown, expected: number): Promise<Answer>
}

/** What happens, and what comes of it. */
function happening({ workspace, call }: Of): Pick<Scene, 'event' | 'text' | 'trigger' | 'texts'> {
  return {
    async event(more = {}) {
      const event = { type: 'mentioned', entity: ENTITY, recipients: { mentioned: ['ann'] }, ...more }
      const { id } = await call('POST', '/v1/events', event, 202)
      await until(
        'a look at the event',
        async () => (await workspace.call<Answer>('GET', `/v1/events/${id}`)).body.outcome !== 'waiting',
      )
      return id
    },
    async text(eventId, ...statuses) {
      return until(`a text that is ${statuses.join(' or ')}`, async () => {
        const { reached } = (await workspace.call<Answer>('GET', `/v1/events/${eventId}`)).body
        const sms = reached[0]?.messages.find((one: Answer) => one.channel === 'sms')
        return sms && statuses.includes(sms.status) ? (sms.id as string) : null
      })
    },
    async trigger(more = {}) {
      const trigger = {
        name: 'Mentions',
        event_type: 'mentioned',
        template: 'mentioned',
        recipients: { roles: ['mentioned'] },
      }
      return (await call('POST', '/v1/triggers', { ...trigger, ...more }, 201)).id
    },
    texts: async () => (await call('GET', '/v1/messages?channel=sms&limit=100', undefined, 200)).items,
  }
}

type Changes = 'want' | 'post' | 'patch' | 'put' | 'suspend' | 'give' | 'handset' | 'settings' | 'own' | 'sql'

/** How things stand. */
function changing({ workspace, carrier, call, ann, phone }: Of): Pick<Scene, Changes> {
  const { context } = carrier.server
  return {
    want: (channel, on) =>
      context.db.tenant(workspace.id, (tx) =>
        changeChoices(tx, workspace.id, ann, [{ eventType: 'mentioned', channel, on }]),
      ),
    post: (path, body, status = 201) => call('POST', path, body, status),
    patch: (path, body) => call('PATCH', path, body, 200),
    put: (path, body) => call('PUT', path, body, 200),
    suspend: async () => {
      await context.db.signIn((tx) =>
        tx
          .updateTable('workspaces')
          .set({ suspended_at: new Date() })
          .where('workspace_id', '=', workspace.id)
          .execute(),
      )
    },
    give: async (number, source) => {
      const sealer = await context.keys.forWorkspace(workspace.id)
      await context.db.tenant(workspace.id, (tx) =>
        givePhones(context, tx, sealer, workspace.id, source, [{ personId: ann, number }]),
      )
    },
    async handset(behaviour) {
      const body = JSON.stringify({ number: phone, behaviour })
      const headers = { 'content-type': 'application/json' }
      const made = await fetch(`${carrier.simulator.url}/sim/handsets`, { method: 'POST', headers, body })
      assert.ok(made.ok, await made.text())
    },
    settings: (more = {}) => call('PUT', '/v1/sms/settings', { ...fullAccount(carrier.simulator), ...more }, 200),
    own: async (text, values = []) => void (await context.db.tenant(workspace.id, (tx) => tx.rows('', text, values))),
    sql: async (text, values = []) => void (await context.db.system((tx) => tx.rows('', text, values))),
  }
}
