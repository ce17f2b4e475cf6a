import { eventName } from '../events.ts'
import { ALL_MAILS } from '../preferences.ts'
import type { Told, Words } from './actions.ts'
import { inClauses, inSeries, inWords, shortId } from './changes.ts'

const WITH_PHONES: Record<string, string> = {
  no_phone: 'without a number',
  malformed: 'with a malformed number',
  unverified: 'with a number that is not confirmed',
  opted_out: 'whose number has opted out',
  duplicate: 'who share a number',
  landline: 'with a landline or an unknown kind of number',
}

const people = (count: unknown) => (count === 1 ? '1 person' : `${Number(count)} people`)

const mailedOf = ({ changes: { event } }: Told) =>
  event?.to && event.to !== ALL_MAILS ? `“${eventName(String(event.to))}”` : 'all alerts'

/** The part of ACTIONS that is about people of the directory. */
export const PEOPLE_ACTIONS = {
  'group.changed': {
    title: 'Group changed',
    did: ({ changes }: Told) => inClauses(changes) || 'saved a group without a change',
  },
  'group.created': {
    title: 'Group made',
    did: ({ changes: { name } }: Told) => `made the group ${inWords('name', name?.to)}`,
  },
  'group.deleted': {
    title: 'Group deleted',
    did: ({ changes: { name } }: Told) => `deleted the group ${inWords('name', name?.from)}`,
  },
  'group.people_changed': {
    title: 'People of a group changed',
    did: ({ target, changes: { joined, left } }: Told) =>
      `${inSeries([...(joined ? [`added ${people(joined.to)} to`] : []), ...(left ? [`took ${people(left.to)} out of`] : [])]) || 'changed the people of'} the group ${shortId(target)}`,
  },
  'people.imported': {
    title: 'People imported',
    did: ({ target, changes: { state, added, changed, refused } }: Told) => {
      const counts = `${added?.to ?? 0} new, ${changed?.to ?? 0} changed, ${refused?.to ?? 0} rows refused`
      const ended = state?.to === 'done' ? '' : `, which ${state?.to === 'failed' ? 'failed' : 'was cancelled'} midway`
      return `imported people from the file ${shortId(target)}${ended}: ${counts}`
    },
  },
  'phone_quality.exported': {
    title: 'Phone quality exported',
    did: ({ changes: { kind } }: Told) =>
      `exported the people ${WITH_PHONES[String(kind?.to)] ?? 'of the phone quality report'}, with their numbers masked`,
  },
  'person.changed': {
    title: 'Person changed',
    did: ({ target, changes: { changed: fields } }: Told) =>
      `changed ${Array.isArray(fields?.to) ? inSeries(fields.to.map(String)) : 'something'} of the person ${shortId(target)}`,
  },
  'person.claimed': {
    title: 'Person kept by the directory',
    did: ({ target }: Told) => `took over the person ${shortId(target)}, who was here by another way`,
  },
  'person.created': { title: 'Person added', did: ({ target }: Told) => `added the person ${shortId(target)}` },
  'person.mails_resumed': {
    title: 'Alert mails taken up again',
    did: (told: Told) => `had mails about ${mailedOf(told)} come to the person ${shortId(told.target)} again`,
  },
  'person.mails_stopped': {
    title: 'Alert mails stopped',
    did: (told: Told) => `stopped mails about ${mailedOf(told)} to the person ${shortId(told.target)}`,
  },
  'person.texts_resumed': {
    title: 'Texts taken up again by a mail',
    did: ({ target }: Told) => `switched texts to the person ${shortId(target)} on again`,
  },
  'person.texts_stopped': {
    title: 'Texts stopped by a mail',
    did: ({ target }: Told) => `switched all texts but codes to the person ${shortId(target)} off`,
  },
  'person.erased': { title: 'Person erased', did: ({ target }: Told) => `erased the person ${shortId(target)}` },
  'person.erasing_done': {
    title: 'Person erased from the history',
    did: ({ target, changes: { texts, replies, notices, events } }: Told) =>
      `took number and words of the erased person ${shortId(target)} from ${texts?.to ?? 0} texts and ${replies?.to ?? 0} replies, ${notices?.to ?? 0} mails and inbox entries, and ${events?.to ?? 0} events`,
  },
  'person.phone_confirmed': { title: 'Number confirmed', did: () => 'confirmed their phone number by a code' },
  'person.phone_removed': { title: 'Own number removed', did: () => 'removed their phone number' },
} as const satisfies Record<string, Words>
