import type { Sealer } from '../kit/seal.ts'
import { type Current, isRedirecting, isSwitchedOn, type SettingsRow } from './current.ts'
import type { Faults } from './faults.ts'
import { readContact, readName, readOrganizationNumber, readTestPhone } from './fields.ts'
import { readHelpText } from './help-text.ts'
import type { SettingsPatch } from './schema.ts'
import { openRedirect } from './secrets.ts'
import { maskedNumber } from './words.ts'

/** Of texts of alerts, until a workspace says otherwise: room for a sentence in any script. */
export const ALERT_SEGMENTS = 2

/** The workspace's own part as it would be after the save. */
export interface WantedWorkspace {
  enabled: boolean
  organizationNumber: string | null
  nameInTexts: string | null
  titlesInTexts: boolean
  alertSegments: number
  helpText: string | null
  helpToo: boolean
  supportContact: string | null
  /** Sorted, each once. */
  allowedCountries: string[]
  redirect: WantedRedirect
}

export interface WantedRedirect {
  enabled: boolean
  number: string | null
  until: Date | null
  /** Turned on or pointed elsewhere by this save, rather than left on. */
  isNew: boolean
}

/** What is left out stays as it is; null empties it. */
export function mergeWorkspace(
  input: SettingsPatch,
  current: Current,
  world: { workspaceId: string; sealer: Sealer; now: Date },
  faults: Faults,
): WantedWorkspace {
  const { settings } = current
  const supportContact =
    input.support_contact === undefined ? current.workspace.support_contact : readContact(input.support_contact)
  return {
    enabled: input.enabled ?? isSwitchedOn(current),
    organizationNumber: mergeNumber(input.organization_number, settings, faults),
    nameInTexts:
      typeof input.name_in_texts === 'string'
        ? readName(input.name_in_texts)
        : input.name_in_texts === null
          ? null
          : (settings?.name_in_texts ?? null),
    titlesInTexts: input.titles_in_texts ?? settings?.titles_in_texts ?? false,
    alertSegments: input.alert_segments ?? settings?.alert_segments ?? ALERT_SEGMENTS,
    supportContact,
    helpText: mergeHelpText(input.help_text, settings, supportContact, faults),
    helpToo: input.help_too ?? settings?.help_too ?? true,
    allowedCountries: input.allowed_countries
      ? [...new Set(input.allowed_countries)].sort()
      : (settings?.allowed_countries ?? []),
    redirect: mergeRedirect(input.redirect, settings, world, faults),
  }
}

function mergeNumber(typed: string | null | undefined, settings: SettingsRow | null, faults: Faults): string | null {
  if (typed === undefined) return settings?.organization_number ?? null
  if (typed === null || !typed.trim()) return null
  return faults.take('/organization_number', readOrganizationNumber(typed))
}

/** One that stands is looked at again only where it is sent: a contact may be taken away that it does not need. */
function mergeHelpText(
  typed: string | null | undefined,
  settings: SettingsRow | null,
  supportContact: string | null,
  faults: Faults,
): string | null {
  if (typed === undefined) return settings?.help_text ?? null
  if (typed === null || !typed.trim()) return null
  return faults.take('/help_text', readHelpText(typed, supportContact))
}

function mergeRedirect(
  typed: SettingsPatch['redirect'],
  settings: SettingsRow | null,
  { workspaceId, sealer, now }: { workspaceId: string; sealer: Sealer; now: Date },
  faults: Faults,
): WantedRedirect {
  const isOn = isRedirecting(settings, now)
  const stored = openRedirect(sealer, workspaceId, settings?.redirect_sealed ?? null)
  const until = settings?.redirect_until ?? null
  if (!typed) return { enabled: isOn, number: stored, until: isOn ? until : null, isNew: false }
  const number = mergeTestPhone(typed.phone_number, stored, faults)
  if (!typed.enabled) return { enabled: false, number, until: null, isNew: false }
  if (number === null && !faults.has('/redirect/phone_number')) {
    faults.missing('/redirect/phone_number', 'Test phone number')
  }
  const isNew = !isOn || number !== stored
  const hours = typed.ends_after_hours
  const keeps = hours === undefined && !isNew
  return {
    enabled: true,
    number,
    until: keeps ? until : hours ? new Date(now.getTime() + hours * 3_600_000) : null,
    isNew,
  }
}

function mergeTestPhone(typed: string | null | undefined, stored: string | null, faults: Faults): string | null {
  if (typed === undefined) return stored
  if (typed === null || !typed.trim()) return null
  // A form sends back what it was shown.
  if (stored !== null && typed.trim() === maskedNumber(stored)) return stored
  return faults.take('/redirect/phone_number', readTestPhone(typed))
}
