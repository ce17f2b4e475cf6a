import { isCountryAllowed } from '../settings/countries.ts'
import type { SkipReason } from './schema.ts'

/** What the gate knows of the workspace when it judges. */
export interface ChannelFacts {
  suspended: boolean
  connected: boolean
  enabled: boolean
  /** A webhook needs no sender: the gateway behind it has its own. */
  hasSender: boolean
  /** Where texts may go; none named means everywhere. */
  countries: readonly string[]
}

export interface TextFacts {
  optedOut: boolean
  premium: boolean
  country: string | null
}

/**
 * Whether a text may go, in the order in which people are told about it; null means yes. Asked when a text is accepted
 * and once more when it is about to be handed over, since both the channel and the registry may have changed between.
 */
export function judge(channel: ChannelFacts, text: TextFacts): SkipReason | null {
  if (channel.suspended) return 'suspended'
  if (!channel.connected) return 'not_ready'
  if (!channel.enabled) return 'channel_off'
  if (!channel.hasSender) return 'no_sender'
  if (text.optedOut) return 'opted_out'
  if (text.premium || !isCountryAllowed(channel.countries, text.country)) return 'country_not_allowed'
  return null
}
