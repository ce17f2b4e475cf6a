import { readPhone, readSender } from '../../shared/phone.ts'
import type { SettingsOut, SettingsPatch } from '../api.ts'
import { shownNumber } from '../texts/shown-number.ts'
import type { Fault, Faults } from '../ui/form.ts'
import { senderValue } from './words.ts'

export interface SenderValues {
  /** As typed or picked: a number, a short code or the SID of a Messaging Service. Empty: drafts only. */
  sender: string
  organization: 'same' | 'another'
  organization_number: string
}

export function storedSender(settings: SettingsOut): SenderValues {
  const { sender, organization_number } = settings
  return {
    sender: sender ? shownNumber(senderValue(sender)) : '',
    organization: organization_number ? 'another' : 'same',
    organization_number: organization_number ? shownNumber(organization_number) : '',
  }
}

export function isService(typed: string): boolean {
  return /^MG/.test(typed.trim())
}

export function senderRules(values: SenderValues): Faults<SenderValues> {
  return {
    sender: values.sender.trim() === '' ? undefined : senderFault(values.sender),
    organization_number: values.organization === 'another' ? numberFault(values.organization_number) : undefined,
  }
}

/** What is worth knowing of a sender that is right as far as can be told. */
export function senderNote(typed: string): string | null {
  const read = readSender(typed)
  return read.ok ? read.note : null
}

export function toSenderPatch(values: SenderValues): SettingsPatch {
  const organization_number = values.organization === 'another' ? e164(values.organization_number) : null
  return { sender: toSender(values.sender.trim()), organization_number }
}

function toSender(typed: string): NonNullable<SettingsPatch['sender']> | null {
  if (typed === '') return null
  if (isService(typed)) return { kind: 'messaging_service', messaging_service_sid: typed }
  const read = readSender(typed)
  if (read.ok && read.kind === 'short_code') return { kind: 'short_code', short_code: read.value }
  return { kind: 'phone_number', phone_number: read.ok ? read.value : typed }
}

function senderFault(typed: string): Fault | undefined {
  if (isService(typed)) {
    if (/^MG[0-9a-f]{32}$/i.test(typed.trim())) return undefined
    return { text: 'The Messaging Service SID starts with MG and has 34 characters.' }
  }
  return faultOf(readSender(typed))
}

function numberFault(typed: string): Fault | undefined {
  return faultOf(/^\d{3,6}$/.test(typed.trim()) ? readSender(typed) : readPhone(typed))
}

function faultOf(read: ReturnType<typeof readSender> | ReturnType<typeof readPhone>): Fault | undefined {
  return read.ok ? undefined : { text: read.text, ...(read.suggestion && { use: read.suggestion }) }
}

function e164(typed: string): string {
  const read = readPhone(typed)
  return read.ok ? read.e164 : typed.trim()
}
