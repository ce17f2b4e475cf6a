import type { Change } from '../audit/record.ts'
import type { Sealer } from '../kit/seal.ts'
import { type ConnectionRow, type Current, isSwitchedOn, type SenderRow } from './current.ts'
import type { WantedConnection } from './merge-connection.ts'
import { ALERT_SEGMENTS, type WantedWorkspace } from './merge-workspace.ts'
import { openParts, openRedirect, type Secrets } from './secrets.ts'
import { maskedNumber, maskedSender, maskUrl } from './words.ts'

/** The settings as the record of changes tells of them: no secret, no whole phone number. */
type Told = Record<string, unknown>

type Changes = NonNullable<Change['changes']>

export function changesOf(before: Told, after: Told): Changes {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  const changed = [...names].filter((name) => (before[name] ?? null) !== (after[name] ?? null))
  return Object.fromEntries(changed.map((name) => [name, { from: before[name] ?? null, to: after[name] ?? null }]))
}

/** Another provider's settings are kept, so what the new one does not have was not removed. */
export function connectionChanges(before: Told, after: Told): Changes {
  const changes = changesOf(before, after)
  if (!changes.provider) return changes
  return Object.fromEntries(Object.entries(changes).filter(([, change]) => change.to !== null))
}

/** Secrets have no values to tell of, only that they were set, replaced or removed. */
export function secretChanges(before: Secrets, after: Secrets): Changes {
  const names = ['auth_token', 'api_key_secret', 'signing_secret'] as const
  const changed = names.filter((name) => before[name] !== after[name])
  return Object.fromEntries(
    changed.map((name) => {
      const to = after[name] === undefined ? 'removed' : before[name] === undefined ? 'set' : 'replaced'
      return [name, { from: before[name] === undefined ? null : 'set', to }]
    }),
  )
}

export function tellConnection(sealer: Sealer, row: ConnectionRow, sender: SenderRow | null): Told {
  const parts = openParts(sealer, row)
  return tell({ ...parts, sender })
}

export function tellWantedConnection(wanted: WantedConnection): Told {
  return tell(wanted)
}

function tell(
  parts: Pick<
    WantedConnection,
    'provider' | 'accountSid' | 'credentialsKind' | 'apiKeySid' | 'webhookUrl' | 'dropsRepeats'
  > & {
    sender: { kind: string; value: string } | null
  },
): Told {
  return {
    provider: parts.provider,
    account_sid: parts.accountSid,
    signs_in_with: parts.credentialsKind,
    api_key_sid: parts.apiKeySid,
    sender: parts.sender && maskedSender(parts.sender),
    webhook_url: parts.webhookUrl && maskUrl(parts.webhookUrl),
    drops_repeats: parts.provider === 'webhook' ? parts.dropsRepeats : null,
  }
}

export function tellSettings(sealer: Sealer, current: Current, isRedirecting: boolean): Told {
  const row = current.settings
  if (!row)
    return {
      enabled: isSwitchedOn(current),
      titles_in_texts: false,
      alert_segments: ALERT_SEGMENTS,
      help_too: true,
      redirect: false,
    }
  return tellWorkspace({
    enabled: isSwitchedOn(current),
    organizationNumber: row.organization_number,
    nameInTexts: row.name_in_texts,
    titlesInTexts: row.titles_in_texts,
    alertSegments: row.alert_segments,
    helpText: row.help_text,
    helpToo: row.help_too,
    supportContact: current.workspace.support_contact,
    allowedCountries: row.allowed_countries,
    redirect: {
      enabled: isRedirecting,
      number: openRedirect(sealer, row.workspace_id, row.redirect_sealed),
      until: isRedirecting ? row.redirect_until : null,
    },
  })
}

export function tellWorkspace(
  part: Omit<WantedWorkspace, 'redirect'> & { redirect: Omit<WantedWorkspace['redirect'], 'isNew'> },
): Told {
  return {
    enabled: part.enabled,
    organization_number: part.organizationNumber && maskedNumber(part.organizationNumber),
    name_in_texts: part.nameInTexts,
    titles_in_texts: part.titlesInTexts,
    alert_segments: part.alertSegments,
    help_text: part.helpText,
    help_too: part.helpToo,
    support_contact: part.supportContact,
    allowed_countries: part.allowedCountries.join(', ') || null,
    redirect: part.redirect.enabled,
    redirect_phone_number: part.redirect.number && maskedNumber(part.redirect.number),
    redirect_until: part.redirect.until?.toISOString() ?? null,
  }
}
