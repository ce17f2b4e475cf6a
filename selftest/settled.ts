import { setTimeout as sleep } from 'node:timers/promises'
import type { Said } from './checker.ts'
import type { Stage } from './stage.ts'
import type { Workspace } from './workspace.ts'

export interface Standing {
  waiting: number
  inDoubt: number
}

/** Waits until no text waits and none is in doubt; answers with how long it took, or null when it did not come to that. */
export function whenSettled(stage: Stage, workspaceId: string, withinMs: number): Promise<number | null> {
  return waitFor(stage, workspaceId, withinMs, ({ waiting, inDoubt }) => waiting + inDoubt === 0)
}

/** The same for texts that wait; one in doubt has been handed over, or may have been. */
export function whenHandedOver(stage: Stage, workspaceId: string, withinMs: number): Promise<number | null> {
  return waitFor(stage, workspaceId, withinMs, ({ waiting }) => waiting === 0)
}

async function waitFor(
  stage: Stage,
  workspaceId: string,
  withinMs: number,
  holds: (standing: Standing) => boolean,
): Promise<number | null> {
  const startedMs = performance.now()
  for (;;) {
    // Null while the database is down, or has been too busy to answer.
    const standing = await hasten(stage, workspaceId)
      .then(() => lookAt(stage, workspaceId))
      .catch(() => null)
    const tookMs = performance.now() - startedMs
    if (standing && holds(standing)) return tookMs
    if (tookMs > withinMs) return null
    await sleep(100)
  }
}

/** A campaign's text that was not sent waits for a quarter of an hour, which nothing shortens. It is made to have passed. */
async function hasten({ postgres }: Stage, workspaceId: string): Promise<void> {
  await postgres.db.system((tx) =>
    tx.rows(
      'selftest_hasten',
      `update queue set due_at = now() where workspace_id = $1 and lane = 'campaign' and due_at > now() + interval '10 minutes'`,
      [workspaceId],
    ),
  )
}

export async function lookAt({ postgres }: Stage, workspaceId: string): Promise<Standing> {
  const [row] = await postgres.db.system((tx) =>
    tx.rows<Standing>(
      'selftest_standing',
      `select (select count(*)::int from messages where workspace_id = $1 and status in ('queued', 'sending')) as waiting,
         (select count(*)::int from messages where workspace_id = $1 and status = 'unknown')
         + (select count(*)::int from attempts a join messages m on m.workspace_id = a.workspace_id and m.id = a.message_id
            where a.workspace_id = $1 and a.state in ('started', 'unknown') and m.status <> 'unknown'
              and not (m.class = 'otp' and m.status = 'expired')) as "inDoubt"`,
      [workspaceId],
    ),
  )
  return row!
}

/** What Handset says of every text, for the checker: what the API says, and in what states its attempts are. */
export async function finalStates({ postgres }: Stage, workspace: Workspace): Promise<Said[]> {
  const rows = await postgres.db.system((tx) =>
    tx.rows<Pick<Said, 'id' | 'error' | 'attempts'>>(
      'selftest_said',
      `select m.id, m.error_text as error, array(select a.state from attempts a
         where a.workspace_id = m.workspace_id and a.message_id = m.id order by a.n) as attempts
       from messages m where m.workspace_id = $1 order by m.id`,
      [workspace.id],
    ),
  )
  const known = new Map(rows.map((row) => [row.id, row]))
  const at = new Date().toISOString()
  const shown = await listAll(workspace)
  return shown.map(({ id, status, not_after }) => ({ ...known.get(id)!, id, status, not_after, at }))
}

interface Shown {
  id: string
  status: string
  not_after: string
}

async function listAll(workspace: Workspace): Promise<Shown[]> {
  const all: Shown[] = []
  let after = ''
  do {
    const { status, body } = await workspace.call<{ items: Shown[]; next: string | null }>(
      'GET',
      `/v1/messages?limit=200${after && `&after=${after}`}`,
    )
    if (status !== 200) throw new Error(`the texts could not be listed: ${status} ${JSON.stringify(body)}`)
    all.push(...body.items)
    after = body.next ?? ''
  } while (after)
  return all
}
