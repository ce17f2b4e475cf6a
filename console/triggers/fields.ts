/** What a condition looks at: a place, and in some of them a name. */
export interface Field {
  place: Place
  name: string
}

/** In the order in which they are offered. Those that end in a dot want a name. */
export const PLACES = {
  'entity.properties.': 'Property',
  'before.': 'Value before',
  'after.': 'Value after',
  'entity.identifier': 'Identifier',
  'entity.title': 'Title',
  'entity.type': 'Kind of item',
  'entity.id': 'Id of the item',
  'entity.url': 'Link',
  actor: 'Who did it, by id',
  'event.type': 'Event',
} as const
export type Place = keyof typeof PLACES

const places = Object.keys(PLACES) as Place[]

/** Suggested; any other name may be written. */
export const NAMES = ['state', 'priority', 'assignee', 'due_date', 'labels', 'project', 'cycle', 'module']

export function takesName(place: Place): boolean {
  return place.endsWith('.')
}

/** Undefined for what no event says. */
export function fieldOf(path: string): Field | undefined {
  const place = places.find((one) => (takesName(one) ? path.startsWith(one) : path === one))
  return place && { place, name: path.slice(place.length) }
}

/** Its faults, where the name cannot stand in a path. */
export function faultOf({ place, name }: Field): string | undefined {
  if (!takesName(place)) return undefined
  if (name.trim() === '') return 'Say which.'
  if (name.includes('.')) return 'A name has no dot in it.'
  return /^(__proto__|constructor|prototype)$/.test(name) ? 'That is no name of a property.' : undefined
}
