import type { PhoneQuality, QualityKind } from '../../api.ts'

export type { QualityKind } from '../../api.ts'

interface Kind {
  kind: QualityKind
  title: string
  about: string
  /** Where nobody is of the kind any more. */
  none: string
}

/** Each keeps texts away; nobody is of two of these. */
export const KEPT_AWAY: Kind[] = [
  {
    kind: 'no_phone',
    title: 'No number',
    about: 'Nobody gave one: neither the directory nor they.',
    none: 'Everybody has a number.',
  },
  {
    kind: 'malformed',
    title: 'Malformed',
    about: 'What the directory gave is no phone number.',
    none: 'No number is malformed.',
  },
  {
    kind: 'unverified',
    title: 'Not verified',
    about: 'Waits until they confirm it by a code.',
    none: 'No number waits to be confirmed.',
  },
  {
    kind: 'opted_out',
    title: 'Opted out',
    about: 'The number answered STOP, or was stopped.',
    none: 'Nobody has opted out.',
  },
]

/** These may get texts all the same, and are among the others as well. */
export const DOUBTFUL: Kind[] = [
  {
    kind: 'duplicate',
    title: 'Shared number',
    about: 'Counts for somebody else too: STOP silences all of them.',
    none: 'No number is shared.',
  },
  {
    kind: 'landline',
    title: 'Landline or unknown',
    about: 'As numbering plans have it, or as the provider said.',
    none: 'No number is a landline.',
  },
]

const ALL = [...KEPT_AWAY, ...DOUBTFUL]

export function kindOf(kind: QualityKind): Kind {
  return ALL.find((one) => one.kind === kind)!
}

/** What stands in the address. */
export function readKind(address: Record<string, unknown>): { kind?: QualityKind } {
  const known = ALL.find(({ kind }) => kind === address.kind)
  return known ? { kind: known.kind } : {}
}

/** "1,204 of 1,310 people can be texted." */
export function reachedWords({ ok, people }: NonNullable<PhoneQuality['figures']>): string {
  if (people === 0) return 'Nobody is in the directory yet.'
  return `${ok.toLocaleString('en')} of ${people.toLocaleString('en')} people can be texted.`
}
