import { eventName } from '../../shared/events.ts'
import { formatPhone } from '../../shared/phone.ts'
import { money } from '../texts/money.ts'
import type { Measures } from './api.ts'

const number = new Intl.NumberFormat('en-US')
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 })
const regions = new Intl.DisplayNames('en', { type: 'region' })

export const count = (value: number) => number.format(value)
/** Where there is little room: "12.4K". */
export const shortCount = (value: number) => compact.format(value)

/** "0 %", "0.4 %", "12 %"; a dash where there is nothing to divide by. */
export function percent(part: number | null): string {
  if (part === null) return '–'
  const value = part * 100
  if (value > 0 && value < 0.1) return '< 0.1 %'
  return `${value === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} %`
}

export function costWords(cost: Measures['cost']): string {
  if (!cost || cost.length === 0) return '–'
  return cost.map(money).join(' + ')
}

/** "+12 %", "−3 %", "as before"; nothing where there was nothing. */
export function changeWords(now: number, then: number): string {
  if (then === 0) return now === 0 ? 'as before' : 'none before'
  const change = (now - then) / then
  if (Math.abs(change) < 0.005) return 'as before'
  return `${change > 0 ? '+' : '−'}${number.format(Math.round(Math.abs(change) * 100))} %`
}

/** "420 ms", "3.2 s", "4 min", "2 h". */
export function spanWords(ms: number | null): string {
  if (ms === null) return '–'
  if (ms < 1000) return `${ms} ms`
  const seconds = ms / 1000
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`
  return `${Math.round(seconds / 3600)} h`
}

const CHANNELS: Record<string, string> = { sms: 'SMS', email: 'Email', in_app: 'In-app' }
export const channelName = (channel: string) => CHANNELS[channel] ?? channel

export function countryName(country: string): string {
  return country === '' ? 'Without a country' : (regions.of(country) ?? country)
}

const SENDERS: Record<string, string> = {
  smtp: 'Mail server',
  mailbox: "The operator's mailbox",
  webhook: 'Webhook',
  unknown: 'Not named',
}
export function senderName(sender: string): string {
  return SENDERS[sender] ?? (/^\+\d+$/.test(sender) ? formatPhone(sender) : sender)
}

const EVENT_TYPES: Record<string, string> = {
  direct: 'Sent by the API',
  code: 'One-time code',
  campaign: 'Campaign',
  test: 'Test',
}
export const eventTypeName = (type: string) => EVENT_TYPES[type] ?? eventName(type)

const SKIPS: Record<string, string> = {
  channel_off: 'Texts switched off',
  not_ready: 'Settings not ready',
  no_sender: 'No sender chosen',
  opted_out: 'Opted out',
  over_cap: 'Over the cap',
  country_not_allowed: 'Country not allowed',
  duplicate: 'The same a moment before',
  suspended: 'Suspended',
  redirect_limit: 'Test phone had its 20',
  no_phone: 'No number',
  unverified: 'Number not confirmed',
  preference_off: 'Switched off by the person',
  cancelled: 'Cancelled',
}
export const skipName = (reason: string) => SKIPS[reason] ?? reason.replaceAll('_', ' ')
