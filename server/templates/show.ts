import { FILTERS, VARIABLES } from '../../shared/template-variables.ts'
import type { Context } from '../kit/context.ts'
import { CATALOG, type Listed } from './catalog.ts'
import type { TemplateOut } from './schema.ts'
import { inCatalog, newestVersions, type VersionRow, versionsOf } from './versions.ts'

export async function listTemplates(context: Context, workspaceId: string) {
  const keys = [...CATALOG.keys()]
  const newest = await context.db.tenant(workspaceId, (tx) => newestVersions(tx, workspaceId, keys))
  return { items: Array.from(CATALOG.values(), (one) => inList(one, newest.get(one.key))), next: null }
}

/** @throws {Problem} 404. */
export async function showTemplate(context: Context, workspaceId: string, key: string): Promise<TemplateOut> {
  const template = inCatalog(key)
  const rows = await context.db.tenant(workspaceId, (tx) => versionsOf(tx, workspaceId, key))
  const newest = rows[0]
  const catalog = { email_subject: template.subject, email_body: template.body, sms_wording: template.sms }
  const own = newest?.email_subject && newest.email_body ? newest : null
  return {
    ...inList(template, newest),
    current: own
      ? { email_subject: own.email_subject!, email_body: own.email_body!, sms_wording: own.sms_wording }
      : { ...catalog, sms_wording: null },
    catalog,
    versions: rows.map(versionInList),
    variables: VARIABLES.map((one) => ({ ...one })),
    filters: FILTERS.map((one) => ({ ...one })),
  }
}

function inList({ key, name, about, category, events }: Listed, newest: VersionRow | undefined) {
  return {
    key,
    name,
    about,
    category,
    events: [...events],
    version: newest?.version ?? 0,
    own: isOwn(newest),
    changed_at: newest?.made_at.toISOString() ?? null,
    changed_by: newest?.made_by ?? null,
  }
}

export function versionInList(row: VersionRow) {
  return { version: row.version, own: isOwn(row), made_at: row.made_at.toISOString(), made_by: row.made_by }
}

function isOwn(row: VersionRow | undefined): boolean {
  return row !== undefined && row.email_subject !== null
}
