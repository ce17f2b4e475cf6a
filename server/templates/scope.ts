import { eventName } from '../../shared/events.ts'

/** What a template is filled with: an event, and for whom the message is. */
export interface AlertData {
  installation: { name: string }
  workspace: { name: string }
  event: { type: string; occurred_at: string; name?: string | undefined }
  entity: {
    type?: string | null | undefined
    id?: string | null | undefined
    identifier: string
    title?: string | null | undefined
    url?: string | null | undefined
    properties?: Record<string, unknown> | undefined
  }
  before?: Record<string, unknown> | undefined
  after?: Record<string, unknown> | undefined
  actor?: { name?: string | null | undefined; first_name?: string | null | undefined } | null | undefined
}

export interface ForPerson {
  person?:
    | {
        first_name?: string | null | undefined
        last_name?: string | null | undefined
        language?: string | null | undefined
        time_zone?: string | null | undefined
      }
    | undefined
  /** The way to the item; without one a message has no button and no "View:". */
  link?: string | null | undefined
  preferencesUrl?: string | null | undefined
  unsubscribeUrl?: string | null | undefined
}

/** Made once for each event and shared by all whom it reaches: see {@link scopeFor}. */
export interface Scope {
  installation: { name: string | null }
  workspace: { name: string | null }
  event: { type: string; name: string; occurred_at: string }
  entity: Record<'type' | 'id' | 'identifier' | 'title' | 'url', string | null> & { properties: Values }
  before: Values
  after: Values
  actor: { name: string | null; first_name: string | null }
}
export type PersonalScope = Scope & {
  person: Record<'first_name' | 'last_name' | 'language' | 'time_zone', string | null>
  link: string | null
  preferences_url: string | null
  unsubscribe_url: string | null
}
type Values = Record<string, unknown>

/** Of a value from outside; what is longer is the matter of the item itself, which the link opens. */
const LONGEST_VALUE = 2000
const MOST_ENTRIES = 50
const DEEPEST = 3

/** An event as templates see it: plain values of its own, cut to a size that any template can be filled with in time. */
export function scopeOf(data: AlertData): Scope {
  const { entity, event, actor } = data
  return {
    installation: { name: text(data.installation.name) },
    workspace: { name: text(data.workspace.name) },
    event: { type: event.type, name: event.name ?? eventName(event.type), occurred_at: event.occurred_at },
    entity: {
      type: text(entity.type),
      id: text(entity.id),
      identifier: text(entity.identifier),
      title: text(entity.title),
      url: text(entity.url),
      properties: values(entity.properties),
    },
    before: values(data.before),
    after: values(data.after),
    actor: { name: text(actor?.name), first_name: text(actor?.first_name) },
  }
}

/** The same for one of those whom it reaches. */
export function scopeFor(scope: Scope, { person, link, preferencesUrl, unsubscribeUrl }: ForPerson): PersonalScope {
  return {
    ...scope,
    person: {
      first_name: text(person?.first_name),
      last_name: text(person?.last_name),
      language: text(person?.language),
      time_zone: text(person?.time_zone),
    },
    link: address(link),
    preferences_url: address(preferencesUrl),
    unsubscribe_url: address(unsubscribeUrl),
  }
}

/** Where a workspace does not want titles in its texts, no template can put one into them (spec K12). */
export function withoutTitles(scope: PersonalScope): PersonalScope {
  const { title: _, ...properties } = scope.entity.properties
  const { title: __, ...before } = scope.before
  const { title: ___, ...after } = scope.after
  return { ...scope, entity: { ...scope.entity, title: null, properties }, before, after }
}

/** Whole or not at all: one that holds a space or does more than open a page would be another in the message. */
export function address(url: string | null | undefined): string | null {
  return url && /^https?:\/\/[^\s<>"]+$/i.test(url) && url.length <= LONGEST_VALUE ? url : null
}

/** Nothing is nothing, and not an empty text, so that `if` and `default` say the same of both. */
function text(value: string | null | undefined): string | null {
  return value ? value.slice(0, LONGEST_VALUE) : null
}

function values(given: Record<string, unknown> | undefined): Values {
  return (plain(given ?? {}, DEEPEST) as Values | null) ?? {}
}

function plain(value: unknown, deep: number): unknown {
  if (typeof value === 'string') return text(value)
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value !== 'object' || value === null || deep === 0) return null
  if (Array.isArray(value)) return value.slice(0, MOST_ENTRIES).map((one) => plain(one, deep - 1))
  const entries = Object.entries(value).slice(0, MOST_ENTRIES)
  return Object.fromEntries(entries.map(([name, one]) => [name.slice(0, 100), plain(one, deep - 1)]))
}
