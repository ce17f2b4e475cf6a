import type { z } from '@hono/zod-openapi'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { firstIdAt, INSTALLATION } from '../kit/id.ts'
import { toPage } from '../kit/page.ts'
import { capOf } from './operator-cap.ts'
import { type Standing, standingOf, stateOf, type WorkspaceState } from './standing.ts'
import type { OverseenOut, overviewQuery } from './workspace-schema.ts'

const DAYS = 30
/** For all fifty of a page together, counting ten times as many took 330 ms; segments are added up day by day anyway. */
const TEXTS_COUNTED_UP_TO = 1000
const MEMBERS_COUNTED_UP_TO = 1000

/** A page of all workspaces, newest first. What is counted is counted for the page alone, and no further than is said. */
export async function listWorkspaces(
  context: Context,
  { limit, after = '~', search, state }: z.infer<typeof overviewQuery>,
): Promise<{ items: OverseenOut[]; next: string | null }> {
  const where = state ? STATES[state] : 'true'
  const rows = await context.db.signIn((tx) =>
    tx.rows<Row>(
      `overview_${state ?? 'all'}`,
      `${SELECT} and w.workspace_id < $2 and ($3 = '' or ${FOUND}) and ${where} ${ORDER}`,
      [INSTALLATION, after, search ? likeOf(search) : '', limit + 1],
    ),
  )
  const page = toPage(rows, limit)
  return { items: await complete(context, page.rows), next: page.next }
}

/** Null where there is none, or where it is the installation's own. */
export async function overseenWorkspace(context: Context, id: string): Promise<OverseenOut | null> {
  const rows = await context.db.signIn((tx) =>
    tx.rows<Row>('overview_one', `${SELECT} and w.workspace_id = $2`, [INSTALLATION, id]),
  )
  const [found] = await complete(context, rows)
  return found ?? null
}

interface Row extends Standing {
  id: string
  name: string
  slug: string
  created_at: Date
  support_contact: string | null
  owner: { name: string; email: string } | null
  operator_cap_set: boolean
  operator_cap_micros: number | null
}

const SELECT = `
select w.workspace_id as id, w.name, w.slug, w.created_at, w.support_contact, w.suspended_at, w.suspended_why, w.sms_entitled,
  w.delete_after, w.operator_cap_set, w.operator_cap_micros::float8 as operator_cap_micros, (
    select jsonb_build_object('name', u.name, 'email', u.email) from members m join auth_users u on u.id = m.user_id
    where m.workspace_id = w.workspace_id and m.role = 'owner' order by m.created_at, m.user_id limit 1) as owner
from workspaces w where w.workspace_id <> $1`

const FOUND = `(lower(w.name) like $3 or w.slug like $3)`
const ORDER = 'order by w.workspace_id desc limit $4'

const STATES: Record<WorkspaceState, string> = {
  deleting: 'w.delete_after is not null',
  suspended: 'w.suspended_at is not null and w.delete_after is null',
  not_entitled: 'not w.sms_entitled and w.suspended_at is null and w.delete_after is null',
  active: 'w.sms_entitled and w.suspended_at is null and w.delete_after is null',
}

/** What was typed stands for itself. */
function likeOf(search: string): string {
  return `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
}

async function complete(context: Context, rows: Row[]): Promise<OverseenOut[]> {
  const ids = rows.map(({ id }) => id)
  const counts = await context.db.system((tx) => countUse(tx, ids, context.now()))
  return rows.map((row, at) => ({
    id: row.id,
    name: row.name,
    slug: row.slug,
    created_at: row.created_at.toISOString(),
    support_contact: row.support_contact,
    state: stateOf(row),
    ...standingOf(row),
    owner: row.owner,
    daily_cap: capOf(row),
    ...counts[at]!,
  }))
}

type Use = Pick<OverseenOut, 'members' | 'connection' | 'texts_30_days' | 'segments_30_days' | 'spent_30_days_micros'>

/** In the order of the ids. */
async function countUse(tx: Tx, ids: string[], now: Date): Promise<Use[]> {
  const since = new Date(now.getTime() - DAYS * 24 * 60 * 60 * 1000)
  return tx.rows<Use>('overview_use', USE, [ids, firstIdAt('msg', since), since.toISOString().slice(0, 10)])
}

const USE = `
select
  (select count(*)::int from (
    select from members m where m.workspace_id = w.id limit ${MEMBERS_COUNTED_UP_TO}) one) as members,
  case when exists (
    select from sms_settings s where s.workspace_id = w.id and s.connection_id is not null) then 'own' else 'inherited'
  end as connection,
  (select count(*)::int from (
    select from messages m where m.workspace_id = w.id and m.id >= $2 limit ${TEXTS_COUNTED_UP_TO}) one) as texts_30_days,
  d.segments as segments_30_days, d.micros as spent_30_days_micros
from unnest($1::text[]) with ordinality as w (id, n)
cross join lateral (
  select coalesce(sum(segments), 0)::float8 as segments, coalesce(sum(committed_micros), 0)::float8 as micros
  from spend_days where workspace_id = w.id and day >= $3::date
) d order by w.n`
