import type { z } from '@hono/zod-openapi'
import { charactersForcingUcs2, countSegments } from '../../shared/sms/segments.ts'
import type { Context } from '../kit/context.ts'
import { invalid } from '../kit/problem.ts'
import { faultsIn } from './check.ts'
import { renderEmail, renderText } from './render.ts'
import { sampleFor } from './sample.ts'
import type { PreviewInput, previewOut } from './schema.ts'
import { type AlertData, type ForPerson, scopeFor, scopeOf } from './scope.ts'
import { inCatalog, newestVersions, wordingOf } from './versions.ts'

interface OwnWays {
  workspace: string
  name_in_texts: string | null
  titles_in_texts: boolean
  alert_segments: number
}

/**
 * What an email and a text of this template would look like in this workspace, with the draft's words where there are
 * any, else with those that count.
 *
 * @throws {Problem} 404; 422 with all that is wrong with the draft.
 */
export async function previewTemplate(
  context: Context,
  workspaceId: string,
  key: string,
  { data, ...draft }: PreviewInput,
): Promise<z.infer<typeof previewOut>> {
  const template = inCatalog(key)
  const [newest, ways] = await context.db.tenant(workspaceId, async (tx) => {
    const rows = newestVersions(tx, workspaceId, [key])
    const own = tx.rows<OwnWays>('template_ways', WAYS, [workspaceId])
    return [(await rows).get(key), (await own)[0]!] as const
  })
  const stands = wordingOf(template, newest)
  const wording = {
    subject: draft.email_subject ?? stands.subject,
    body: draft.email_body ?? stands.body,
    sms: draft.sms_wording === null ? template.sms : (draft.sms_wording ?? stands.sms),
  }
  const faults = faultsIn(key, wording)
  if (faults.length > 0) throw invalid(faults)
  const filled = { ...withSample(key, data), ...namesOf(ways) }
  const scope = scopeFor(scopeOf(filled), filled)
  const options = { maxSegments: ways.alert_segments, titles: ways.titles_in_texts }
  const sms = renderText(wording, scope, options)
  return {
    email: renderEmail(key, wording, scope),
    sms: {
      text: sms.text,
      encoding: sms.encoding,
      segments: sms.segments,
      units: countSegments(sms.text).units,
      max_segments: options.maxSegments,
      shortened: sms.shortened,
      over_limit: sms.overLimit,
      titles: options.titles,
      forces_ucs2: charactersForcingUcs2(sms.text),
    },
  }
}

const WAYS = `
select w.name as workspace, s.name_in_texts, coalesce(s.titles_in_texts, false) as titles_in_texts,
  coalesce(s.alert_segments, 2) as alert_segments
from workspaces w left join sms_settings s using (workspace_id) where w.workspace_id = $1`

function namesOf({ workspace, name_in_texts }: OwnWays): Pick<AlertData, 'installation' | 'workspace'> {
  return { installation: { name: name_in_texts ?? workspace }, workspace: { name: workspace } }
}

function withSample(key: string, given: PreviewInput['data'] = {}): AlertData & ForPerson {
  const sample = sampleFor(key)
  const { type = sample.event.type, occurred_at = sample.event.occurred_at } = given.event ?? {}
  const { identifier = sample.entity.identifier, ...entity } = given.entity ?? {}
  return {
    ...sample,
    event: { type, occurred_at },
    entity: { ...sample.entity, ...entity, identifier },
    before: given.before ?? sample.before,
    after: given.after ?? sample.after,
    actor: given.actor ?? sample.actor,
    person: { ...sample.person, ...given.person },
    link: given.link === undefined ? sample.link : given.link,
  }
}
