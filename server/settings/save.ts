import type { Actor, Context } from '../kit/context.ts'
import { INSTALLATION } from '../kit/id.ts'
import { Problem } from '../kit/problem.ts'
import type { CheckLine } from '../providers/adapter.ts'
import { readWhole } from './above.ts'
import { askProvider } from './ask.ts'
import { type Current, revisionOf } from './current.ts'
import { followInstallation, startBelow } from './follow.ts'
import { merge } from './merge.ts'
import { touchesConnection } from './merge-connection.ts'
import type { SettingsPatch, SettingsPut } from './schema.ts'
import { clockTime } from './words.ts'
import { writeSettings } from './write.ts'

/**
 * Saves all that was sent or nothing: what is wrong by itself is told at once, then the provider is asked about the
 * settings as they would be, and only what it accepted is stored, unless somebody else saved in between.
 */
export async function saveSettings(
  context: Context,
  actor: Actor,
  input: SettingsPut | SettingsPatch,
): Promise<{ checks: CheckLine[]; newSigningSecret: string | null }> {
  const current = await readWhole(context, actor.workspaceId)
  if (input.revision !== undefined && input.revision !== revisionOf(current.settings)) {
    throw changedMeanwhile(context, current)
  }
  refuseOwn(current, input)
  const wanted = await merge(context, actor, current, input)
  const { connection, workspace } = wanted
  const checked =
    connection &&
    (await askProvider(context, { wanted: connection, organizationNumber: workspace.organizationNumber, input }))
  const written = await writeSettings(context, actor, current, wanted, checked)
  if (!written.ok) throw changedMeanwhile(context, written.current)
  if (actor.workspaceId === INSTALLATION) {
    await followInstallation(context)
    await startBelow(context)
  }
  context.wake.say('work')
  return { checks: checked?.lines ?? [], newSigningSecret: connection?.newSigningSecret ?? null }
}

function refuseOwn({ above }: Current, input: SettingsPatch): void {
  if (!above || above.ownAllowed || !touchesConnection(input)) return
  throw new Problem(
    403,
    'own_settings_not_allowed',
    'The operator of this installation does not allow workspaces SMS settings of their own.',
  )
}

function changedMeanwhile(context: Context, { settings, workspace }: Current): Problem {
  const by = settings?.changed_by ?? 'Somebody'
  const when = settings ? ` ${clockTime(settings.changed_at, context.now(), workspace.time_zone)}` : ''
  return new Problem(409, 'changed_meanwhile', `${by} saved other settings${when}. Nothing was saved.`, {
    more: {
      changed_by: settings?.changed_by ?? null,
      changed_at: settings?.changed_at.toISOString() ?? null,
      revision: revisionOf(settings),
    },
  })
}
