import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { chance } from '../kit/id.ts'

/** 50 bits of chance: of a million links one is hit by every thousand million guesses, and it asks to sign in. */
const CODE_LENGTH = 10
const CODE = /^[0-9a-z]{10}$/
const KEPT_DAYS = 90
const FORGOTTEN_AT_ONCE = 1000

export interface Link {
  code: string
  /** https, an address of the product. */
  target: string
  /** The notification whose channels all carry it. */
  groupId: string
  personId: string
}

export function newCode(): string {
  return chance(CODE_LENGTH)
}

/** What stands in a text. Without a public address nobody outside could follow it: then the target itself does. */
export function linkAddress(publicUrl: string | null, code: string, target: string): string {
  return publicUrl ? `${publicUrl}/c/${code}` : target
}

export async function storeLinks(tx: Tx, workspaceId: string, links: Link[]): Promise<void> {
  if (links.length === 0) return
  await tx.rows(
    'links_store',
    `insert into links (workspace_id, code, target, group_id, person_id, expires_at)
     select $1, code, target, group_id, person_id, now() + interval '${KEPT_DAYS} days'
     from unnest($2::text[], $3::text[], $4::text[], $5::text[]) as l(code, target, group_id, person_id)`,
    [
      workspaceId,
      links.map(({ code }) => code),
      links.map(({ target }) => target),
      links.map(({ groupId }) => groupId),
      links.map(({ personId }) => personId),
    ],
  )
}

/** Where a link leads; null when there is none, or its time is over. A click is counted only when a person made it. */
export async function follow(context: Context, code: string, byPerson: boolean): Promise<string | null> {
  if (!CODE.test(code)) return null
  const rows = await context.db.system((tx) =>
    tx.rows<{ target: string }>(byPerson ? 'link_click' : 'link_look', byPerson ? CLICK : LOOK, [code]),
  )
  return rows[0]?.target ?? null
}

const LOOK = 'select target from links where code = $1 and expires_at > now()'

const CLICK = `
update links l set clicks = l.clicks + 1, first_click_at = coalesce(l.first_click_at, now()), last_click_at = now()
where l.code = $1 and l.expires_at > now() returning l.target`

/** Where the messages of these notifications lead, by their group. */
export async function linksOfGroups(
  tx: Tx,
  workspaceId: string,
  groups: readonly string[],
): Promise<Map<string, Pick<Link, 'code' | 'target'>>> {
  const rows = await tx.rows<{ group_id: string; code: string; target: string }>(
    'links_of_groups',
    'select group_id, code, target from links where workspace_id = $1 and group_id = any($2::text[]) and expires_at > now()',
    [workspaceId, groups],
  )
  return new Map(rows.map(({ group_id, ...link }) => [group_id, link]))
}

/** Of somebody who is erased: theirs lead nowhere any more. */
export async function forgetLinksOf(tx: Tx, workspaceId: string, personId: string): Promise<void> {
  await tx.rows('links_forget_of', 'delete from links where workspace_id = $1 and person_id = $2', [
    workspaceId,
    personId,
  ])
}

/** @returns whether there may be more. */
export async function forgetLinks(context: Context): Promise<boolean> {
  const gone = await context.db.system((tx) =>
    tx.rows(
      'links_forget',
      `delete from links l using (
         select workspace_id, code from links where expires_at < now() - interval '30 days' order by expires_at limit $1
       ) old where l.workspace_id = old.workspace_id and l.code = old.code returning l.code`,
      [FORGOTTEN_AT_ONCE],
    ),
  )
  return gone.length === FORGOTTEN_AT_ONCE
}
