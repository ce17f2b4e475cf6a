import type { ChipIcon, Tone } from '../ui/Chip.tsx'
import type { DeliveryState, DeliveryType, Webhook } from './api.ts'

/** What may be told, as people read it. */
export const typeGroups: { title: string; types: [type: Webhook['types'][number], label: string][] }[] = [
  {
    title: 'Messages',
    types: [
      ['message.sent', 'Sent'],
      ['message.delivered', 'Delivered'],
      ['message.assumed_delivered', 'Assumed delivered'],
      ['message.undelivered', 'Not delivered'],
      ['message.failed', 'Failed'],
      ['message.unknown', 'In doubt'],
      ['message.skipped', 'Skipped'],
      ['message.cancelled', 'Cancelled'],
      ['message.expired', 'Expired'],
    ],
  },
  {
    title: 'People',
    types: [
      ['opt_out.created', 'Opted out'],
      ['opt_out.lifted', 'Opt-out lifted'],
      ['reply.received', 'Reply came in'],
    ],
  },
]

export const allTypes = typeGroups.flatMap(({ types }) => types.map(([type]) => type))
export const filterTypes: DeliveryType[] = [...allTypes, 'webhook.test']

interface Look {
  tone: Tone
  word: string
  icon?: ChipIcon
}

export function stateLook({ state, failing_since }: Pick<Webhook, 'state' | 'failing_since'>): Look {
  if (state === 'off') return { tone: 'neutral', word: 'Off' }
  if (state === 'disabled') return { tone: 'red', word: 'Disabled', icon: 'pause' }
  return failing_since ? { tone: 'amber', word: 'Failing' } : { tone: 'green', word: 'On' }
}

export const deliveryLooks: Record<DeliveryState, Look> = {
  waiting: { tone: 'neutral', word: 'Waiting', icon: 'clock' },
  succeeded: { tone: 'green', word: 'Delivered' },
  failed: { tone: 'red', word: 'Failed' },
}

/** One that failed and will be tried again is no longer just waiting. */
export function deliveryLook({
  state,
  tries,
  trouble,
}: {
  state: DeliveryState
  tries: number
  trouble: string | null
}): Look {
  if (state === 'waiting' && tries > 0 && trouble) return { tone: 'amber', word: 'Trying again' }
  return deliveryLooks[state]
}

export function toldOf({ types }: Pick<Webhook, 'types'>): string {
  return types.length === allTypes.length
    ? 'everything'
    : types.length === 1
      ? types[0]!
      : `${types.length} kinds of events`
}

/** The address without what all have in common. */
export function shortUrl(url: string): string {
  return url.replace(/^https:\/\//, '').replace(/\/$/, '')
}
