import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import type { TestWorkspace } from '../../test/app.ts'
import { type Carrier, startCarrier } from '../../test/carrier.ts'
import type { Context } from '../kit/context.ts'
import type { Loop } from '../kit/loop.ts'
import { type Begun, beginBatch } from './begin.ts'
import { startDispatch } from './dispatch.ts'
import { openSettlement } from './settle.ts'
import type { Shift } from './shift.ts'

/** Handset without its loops, so that a test takes each step by itself; connected to a carrier. */
export interface Steps {
  carrier: Carrier
  context: Context
  /** A number that no other test of the file uses. */
  newPhone(): string
  /** Posts texts and answers with their ids. */
  post(workspace: TestWorkspace, ...texts: { to?: string; class?: string; body?: string }[]): Promise<string[]>
  /** Begins what can be begun, in batches of `limit`. */
  beginAll(limit?: number): Promise<Begun[]>
  message(id: string): Promise<MessageState>
  /** In a transaction that crosses workspaces. */
  change(text: string, values?: unknown[]): Promise<void>
  /** Nothing that is queued is sent any more. */
  emptyQueue(): Promise<void>
  /** The worker of `beginAll`. */
  shift: Shift
  close(): Promise<void>
}

type CarrierOptions = NonNullable<Parameters<typeof startCarrier>[0]>

interface MessageState {
  status: string
  skip_reason: string | null
  error_code: number | null
  error_class: string | null
  provider_sid: string | null
  has_body: boolean
  /** Until it is due again. */
  due_in_seconds: number
  finished: boolean
  /** Of all its attempts, first to last. */
  attempts: string[]
  /** Of the last attempt. */
  asked: number | null
  ask_in_seconds: number | null
  /** Said by the provider, in the order of their rank. */
  receipts: string[]
  /** What the workspace has committed on all days. */
  committed: { micros: number; segments: number }
}

export async function openSteps(options: Pick<CarrierOptions, 'delays' | 'environment'> = {}): Promise<Steps> {
  const carrier = await startCarrier({ role: 'api', publicAddress: false, ...options })
  const { context } = carrier.server
  let phones = 0
  const shift = await signedOn(context, 'wrk_test')
  const newPhone = () => `+1415555${String(2000 + phones++).padStart(4, '0')}`
  return {
    carrier,
    context,
    newPhone,
    async post(workspace, ...texts) {
      const messages = texts.map((text, i) => ({ to: newPhone(), body: `Text ${i}`, ...text }))
      const { status, body } = await workspace.call<{ items: { id: string }[] }>('POST', '/v1/messages', { messages })
      assert.equal(status, 202, JSON.stringify(body))
      return body.items.map((item) => item.id)
    },
    async beginAll(limit = 128) {
      const all: Begun[] = []
      for (let batches = 0; batches < 300; batches++) {
        const { begun, claimed } = await beginBatch(context, shift, {
          limit,
          rooms: new Map(),
          roomForNew: 1024,
          urgentOnly: false,
        })
        all.push(...begun)
        if (claimed === 0) return all
      }
      throw new Error('texts are claimed again and again')
    },
    async message(id) {
      const [row] = await context.db.system((tx) => tx.rows<MessageState>('test_message', MESSAGE, [id]))
      return row!
    },
    async change(text, values = []) {
      await context.db.system((tx) => tx.rows('', text, values))
    },
    async emptyQueue() {
      await context.db.system((tx) => tx.rows('', EMPTY_QUEUE, []))
    },
    shift,
    close: () => carrier.stop(),
  }
}

/** A worker that is at work without beating its heart. */
export async function signedOn(context: Context, name: string): Promise<Shift> {
  await context.db.system((tx) => tx.rows('', 'insert into workers (id, host) values ($1, $2)', [name, 'test']))
  return { worker: () => name, beginning: async () => {}, done: () => {}, stop: async () => {} }
}

export function startSending(context: Context, shift: Shift): Loop {
  const settlement = openSettlement(context)
  return startDispatch(context, { shift, settlement, slots: 512, connections: 64, urgentOnly: false })
}

const EMPTY_QUEUE = `
with out as (delete from queue returning workspace_id, id)
update messages m set status = 'cancelled' from out where m.workspace_id = out.workspace_id and m.id = out.id`

const MESSAGE = `
select case when m.status = 'queued' and exists (select from attempts a where a.workspace_id = m.workspace_id
  and a.message_id = m.id and a.state = 'started') then 'sending' else m.status end as status, m.skip_reason, m.error_code, m.error_class, m.provider_sid, m.body_sealed is not null as has_body,
  extract(epoch from m.due_at - now())::float8 as due_in_seconds, m.finished_at is not null as finished,
  array(select a.state from attempts a where a.workspace_id = m.workspace_id and a.message_id = m.id order by a.n) as attempts,
  l.asked, extract(epoch from l.ask_at - now())::float8 as ask_in_seconds,
  array(select r.status from receipts r where r.workspace_id = m.workspace_id and r.message_id = m.id order by r.rank) as receipts,
  (select jsonb_build_object('micros', coalesce(sum(committed_micros), 0), 'segments', coalesce(sum(segments), 0))
    from spend_days d where d.workspace_id = m.workspace_id) as committed
from messages m
left join attempts l on l.workspace_id = m.workspace_id and l.message_id = m.id and l.n = m.tries
where m.id = $1`

/** As the provider names its messages. */
export function newReference(): string {
  return `SM${randomBytes(16).toString('hex')}`
}
