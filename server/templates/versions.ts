import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { invalid, notFound, Problem } from '../kit/problem.ts'
import { CATALOG, type Listed } from './catalog.ts'
import { faultsIn } from './check.ts'
import type { TemplateInput } from './schema.ts'
import type { Wording } from './wording.ts'

/** One version of the workspace's; without words it stands for going back to the catalog's. */
export interface VersionRow {
  template_key: string
  version: number
  email_subject: string | null
  email_body: string | null
  sms_wording: string | null
  made_at: Date
  made_by: string
}

const COLUMNS = 'template_key, version, email_subject, email_body, sms_wording, made_at, made_by'

/** The version that counts of each of these templates, for as many as have any: one look for each, however many there are. */
export async function newestVersions(
  tx: Tx,
  workspaceId: string,
  keys: readonly string[],
): Promise<Map<string, VersionRow>> {
  const rows = await tx.rows<VersionRow>('templates_newest', NEWEST, [workspaceId, keys])
  return new Map(rows.map((row) => [row.template_key, row]))
}

/** Of each `template@version` that a message was made by: its words then. */
export async function pinnedWordings(
  tx: Tx,
  workspaceId: string,
  refs: readonly string[],
): Promise<Map<string, { wording: Wording; version: number }>> {
  const pinned = refs.map((ref) => {
    const [key, version] = ref.split('@') as [string, string]
    return { ref, template: inCatalog(key), version: Number(version) }
  })
  const rows = await tx.rows<VersionRow>('templates_pinned', PINNED, [
    workspaceId,
    pinned.map(({ template }) => template.key),
    pinned.map(({ version }) => version),
  ])
  const found = new Map(rows.map((row) => [`${row.template_key}@${row.version}`, row]))
  return new Map(
    pinned.map(({ ref, template, version }) => [ref, { wording: wordingOf(template, found.get(ref)), version }]),
  )
}

const PINNED = `
select ${COLUMNS} from template_versions v
where workspace_id = $1 and (template_key, version) in (select * from unnest($2::text[], $3::int[]))`

const NEWEST = `
select v.* from unnest($2::text[]) as wanted (key), lateral (
  select ${COLUMNS} from template_versions
  where workspace_id = $1 and template_key = wanted.key order by version desc limit 1
) v`

/** What goes out by a version; without one, or after going back, the catalog's words. */
export function wordingOf(template: Listed, row: VersionRow | undefined): Wording {
  if (!row || row.email_subject === null || row.email_body === null) return template
  return { subject: row.email_subject, body: row.email_body, sms: row.sms_wording ?? template.sms }
}

/** @throws {Problem} 404. */
export function inCatalog(key: string): Listed {
  const template = CATALOG.get(key)
  if (!template) throw notFound('template')
  return template
}

/** The newest fifty of one template, newest first. */
export async function versionsOf(tx: Tx, workspaceId: string, key: string): Promise<VersionRow[]> {
  const text = `select ${COLUMNS} from template_versions where workspace_id = $1 and template_key = $2
    order by version desc limit 50`
  return tx.rows<VersionRow>('template_versions', text, [workspaceId, key])
}

/** @throws {Problem} 404. */
export async function readVersion(
  context: Context,
  workspaceId: string,
  key: string,
  version: number,
): Promise<VersionRow> {
  inCatalog(key)
  const text = `select ${COLUMNS} from template_versions where workspace_id = $1 and template_key = $2 and version = $3`
  const [row] = await context.db.tenant(workspaceId, (tx) =>
    tx.rows<VersionRow>('template_version', text, [workspaceId, key, version]),
  )
  if (!row) throw notFound('version of this template')
  return row
}

/**
 * Saves words of the workspace's own as a new version. Saved as they were, they stay the version they are.
 *
 * @throws {Problem} 404; 409 where somebody saved another since `based_on`; 422 with all that is wrong with them.
 */
export async function saveWording(context: Context, actor: Actor, key: string, input: TemplateInput): Promise<void> {
  const template = inCatalog(key)
  const { based_on, ...wording } = input
  const filled = { subject: wording.email_subject, body: wording.email_body, sms: wording.sms_wording ?? template.sms }
  const faults = faultsIn(key, filled)
  if (faults.length > 0) throw invalid(faults)
  await context.db.tenant(actor.workspaceId, async (tx) => {
    const newest = (await newestVersions(tx, actor.workspaceId, [key])).get(key)
    if (based_on !== undefined && based_on !== (newest?.version ?? 0)) throw savedMeanwhile(newest)
    const changed = PARTS.filter((part) => wording[part] !== (newest ?? NOTHING)[part])
    if (changed.length === 0) return
    await addVersion(tx, actor, template, newest, wording)
    await recordChange(tx, actor, {
      action: 'template.changed',
      target: key,
      changes: { ...about(template, newest), parts: { from: null, to: changed } },
    })
  })
}

/** Back to the catalog's words; the versions stay, for messages that were made of them and for whoever wants one again. */
export async function returnToCatalog(context: Context, actor: Actor, key: string): Promise<void> {
  const template = inCatalog(key)
  await context.db.tenant(actor.workspaceId, async (tx) => {
    const newest = (await newestVersions(tx, actor.workspaceId, [key])).get(key)
    if (!newest || newest.email_subject === null) return
    await addVersion(tx, actor, template, newest, NOTHING)
    await recordChange(tx, actor, { action: 'template.returned', target: key, changes: about(template, newest) })
  })
}

const PARTS = ['email_subject', 'email_body', 'sms_wording'] as const
const NOTHING = { email_subject: null, email_body: null, sms_wording: null }

/** The number is taken by whoever is first: the other one learns of it and nothing of theirs is lost. */
async function addVersion(
  tx: Tx,
  actor: Actor,
  template: Listed,
  newest: VersionRow | undefined,
  words: Pick<VersionRow, (typeof PARTS)[number]>,
): Promise<void> {
  const { email_subject, email_body, sms_wording } = words
  const added = await tx
    .insertInto('template_versions')
    .values({
      workspace_id: actor.workspaceId,
      template_key: template.key,
      version: (newest?.version ?? 0) + 1,
      email_subject,
      email_body,
      sms_wording,
      made_by: actor.name,
    })
    .onConflict((at) => at.doNothing())
    .returning('version')
    .executeTakeFirst()
  if (!added) throw savedMeanwhile((await newestVersions(tx, actor.workspaceId, [template.key])).get(template.key))
}

function about(template: Listed, newest: VersionRow | undefined) {
  const version = newest?.version ?? 0
  return { template: { from: template.name, to: template.name }, version: { from: version, to: version + 1 } }
}

function savedMeanwhile(newest: VersionRow | undefined): Problem {
  const { version = 0, made_by: by = 'Somebody', made_at } = newest ?? {}
  return new Problem(409, 'changed_meanwhile', `${by} saved another version. Nothing was saved.`, {
    more: { version, by, at: made_at?.toISOString() ?? null },
  })
}
