import type { Connection } from '../../providers/adapter.ts'
import { adapterFor } from '../../providers/adapters.ts'
import type { ReadinessCheck } from '../../readiness/schema.ts'
import { countryName } from '../../settings/countries.ts'
import { providerName } from '../../settings/words.ts'
import { counted } from '../counted.ts'
import { clockSpan } from './clock-span.ts'
import type { ChannelFacts, Trouble } from './facts.ts'
import type { Cause, Symptom, SymptomId } from './schema.ts'

interface Rule {
  title: string
  /** Lines of the readiness list that have to do with it. */
  rows: ReadinessCheck['id'][]
  /** What it finds beside them. */
  find?: (facts: ChannelFacts) => Cause[]
  /** What it looked at, in words, when that is in order. */
  looked?: string[]
  elsewhere: string
  href?: string
}

/** What people see, and what it usually comes from (spec A77-A85, C25-C29). */
const RULES: Record<SymptomId, Rule> = {
  test_not_received: {
    title: 'A test text was not received',
    rows: ['installation', 'credentials', 'sender', 'account', 'redirect', 'tested', 'us_registration'],
    find: (facts) => causesOf(facts, ({ class: name }) => name === 'test'),
    looked: ['Tests of the last day'],
    elsewhere:
      'Is the number written with + and country code? Is the phone switched on, and is the text among spam or blocked senders?',
  },
  codes_not_arriving: {
    title: 'Codes do not arrive',
    rows: ['installation', 'credentials', 'sender', 'account', 'redirect'],
    find: (facts) => causesOf(facts, ({ class: name }) => name === 'otp'),
    looked: ['Codes of the last day'],
    elsewhere:
      'Did this phone ever answer STOP? Then only START from it helps. Open the code in History for what became of it.',
    href: '/history?class=otp',
  },
  failed_in_history: {
    title: 'Texts stand as failed in History',
    rows: ['credentials', 'sender', 'account', 'us_registration'],
    find: (facts) => causesOf(facts, ({ skip_reason }) => skip_reason === null),
    looked: ['Failures of the last day'],
    elsewhere: 'Open one in History: it tells its cause and what to do.',
    href: '/history?status=failed',
  },
  delayed: {
    title: 'Texts come late',
    rows: ['installation', 'credentials', 'receipts'],
    find: late,
    looked: ['What waits here', 'The pace of the senders'],
    elsewhere: 'Carriers take minutes at times, which is normal. See whether the provider has trouble of its own.',
    href: 'https://status.twilio.com',
  },
  some_countries: {
    title: 'Texts fail for some countries',
    rows: [],
    find: byCountry,
    looked: ['Countries of what failed in the last day', 'The list of allowed countries'],
    elsewhere: 'The provider enables each country by itself: look at its messaging permissions.',
    href: 'https://console.twilio.com/us1/develop/sms/settings/geo-permissions',
  },
  truncated: {
    title: 'Texts are cut off',
    rows: [],
    find: cut,
    looked: ['Lengths of the last 200 texts'],
    elsewhere:
      'Alerts are shortened to a set number of segments, never their link. Phones put long texts together; some old ones do not.',
    href: '/settings/templates',
  },
  garbled: {
    title: 'Characters arrive garbled',
    rows: [],
    find: garbled,
    looked: ['Encodings of the last 200 texts'],
    elsewhere:
      'The carrier must carry UCS-2, and the phone must have the characters. Try the same text on another phone.',
    href: '/settings/templates',
  },
  replies_do_not_arrive: {
    title: 'Replies and STOP do not arrive',
    rows: ['replies'],
    elsewhere: 'Text HELP from your own phone to the sender and look under Replies.',
    href: '/replies',
  },
  receipts_do_not_arrive: {
    title: 'Receipts do not arrive',
    rows: ['receipts', 'decisions'],
    elsewhere: 'Some carriers never confirm; such texts end as sent without a receipt.',
    href: '/settings/sms#receipts',
  },
}

export function symptomsOf(facts: ChannelFacts): Symptom[] {
  return (Object.entries(RULES) as [SymptomId, Rule][]).map(
    ([id, { title, rows, find, looked = [], elsewhere, href }]) => {
      const lines = rows.flatMap((row) => facts.rows.get(row) ?? [])
      const found = find?.(facts) ?? []
      return {
        ...{ id, title, elsewhere, elsewhere_href: href ?? null },
        causes: [...found, ...lines.filter(isTrouble).map(asCause)],
        checked: [...lines.filter(isInOrder).map(({ title: name }) => name), ...(found.length ? [] : looked)],
      }
    },
  )
}

/** What is not known is no trouble, but for who does not answer. */
function isTrouble({ id, status }: ReadinessCheck): boolean {
  return status === 'fail' || status === 'warn' || (status === 'unknown' && (id === 'credentials' || id === 'replies'))
}

function isInOrder({ status }: ReadinessCheck): boolean {
  return status === 'ok' || status === 'off'
}

function asCause({ id, title, reason, remedy, href }: ReadinessCheck): Cause {
  return { id, text: `${title}: ${reason}`, remedy, href }
}

const MOST = 5

/** One for each cause, the most frequent first. */
function causesOf({ troubles }: ChannelFacts, wanted: (trouble: Trouble) => boolean): Cause[] {
  const byCause = Map.groupBy(
    troubles.filter(wanted),
    ({ error_code, error_class, http_status, status, skip_reason }) =>
      [skip_reason, error_code ?? http_status ?? error_class ?? status].join(' '),
  )
  return [...byCause.values()]
    .map((alike) => ({ count: sum(alike), cause: causeOf(alike) }))
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST)
    .map(({ cause }) => cause)
}

function causeOf(alike: Trouble[]): Cause {
  const [{ error_code, http_status, error_text, skip_reason, status, provider }] = alike as [Trouble]
  const many = `${counted(sum(alike), 'text')} in the last day`
  const id = `errors ${skip_reason ?? error_code ?? http_status ?? status}`
  if (skip_reason) {
    const href = `/history?status=skipped`
    return {
      id,
      text: `${many} skipped: ${skip_reason.replaceAll('_', ' ')}.`,
      remedy: 'Open one for what decided.',
      href,
    }
  }
  const href = '/history?status=failed'
  if (status === 'expired')
    return {
      id,
      text: `${many} came too late to be of use.`,
      remedy: 'See what they waited for, under “Texts come late”.',
      href,
    }
  if (error_code === null && http_status === null)
    return { id, text: `${many} failed: ${error_text ?? 'no cause was given'}`, remedy: 'Open one in History.', href }
  const refusal = adapterFor((provider ?? 'twilio') as Connection['provider']).refusal(error_code, http_status)
  const code = error_code === null ? '' : ` (${error_code})`
  return { id, text: `${many}: ${refusal.cause.replace(/\.$/, '')}${code}.`, remedy: refusal.remedy, href }
}

function sum(troubles: Trouble[]): number {
  return troubles.reduce((total, { count }) => total + count, 0)
}

const LATE_SECONDS = 60

function late({ waiting, segmentsPerSecond: pace, texts, provider }: ChannelFacts): Cause[] {
  const causes: Cause[] = []
  const href = '/history?status=pending'
  if (waiting && waiting.oldest_seconds >= LATE_SECONDS) {
    const tried = waiting.tries > 0 ? ' Some were tried before and could not be handed over.' : ''
    const text = `${counted(waiting.texts, 'text')} ${waiting.texts === 1 ? 'waits' : 'wait'} here, the oldest for ${clockSpan(waiting.oldest_seconds)}.${tried}`
    causes.push({ id: 'queue', text, remedy: 'Open one for what it waits for.', href })
  }
  if (waiting && waiting.oldest_seconds >= LATE_SECONDS && pace !== null)
    causes.push({
      id: 'pace',
      text: `The sender may send ${pace} segments a second, and others may stand before them.`,
      remedy: 'Spread what is not urgent, or send from a sender with a higher pace.',
      href: '/settings/sms#sender',
    })
  if (texts.unconfirmed > 0)
    causes.push({
      id: 'carrier',
      text: `${providerName(provider ?? 'the provider')} has taken ${counted(texts.unconfirmed, 'text')} more than 5 minutes ago, and the carrier has not confirmed ${texts.unconfirmed === 1 ? 'it' : 'them'}.`,
      remedy: 'A queue at the carrier is normal, for minutes.',
      href: '/history?status=sent',
    })
  return causes
}

function byCountry(facts: ChannelFacts): Cause[] {
  const blocked = facts.troubles.filter(({ error_class }) => error_class === 'geo_blocked')
  const skipped = facts.troubles.filter(({ skip_reason }) => skip_reason === 'country_not_allowed')
  return [
    ...each(blocked, (country, count) => ({
      id: `geo ${country}`,
      text: `${providerName(facts.provider ?? 'the provider')} blocks ${named(country)}: ${counted(count, 'text')} in the last day.`,
      remedy: 'Enable the country in the messaging permissions of the provider.',
      href: 'https://console.twilio.com/us1/develop/sms/settings/geo-permissions',
    })),
    ...each(skipped, (country, count) => ({
      id: `list ${country}`,
      text: `${named(country)} is not on the list of countries, or the number is of a kind that is never texted: ${counted(count, 'text')} in the last day.`,
      remedy: 'Add the country, if texts should go there.',
      href: '/settings/sms#countries',
    })),
  ]
}

function each(troubles: Trouble[], say: (country: string | null, count: number) => Cause): Cause[] {
  return [...Map.groupBy(troubles, ({ country }) => country)].map(([country, alike]) => say(country, sum(alike)))
}

function named(country: string | null): string {
  return country ? countryName(country) : 'A number of no country'
}

function cut({ texts, trial, alertSegments }: ChannelFacts): Cause[] {
  if (texts.several === 0) return []
  const trials = trial ? ' On a trial account long texts are refused (30044).' : ''
  return [
    {
      id: 'segments',
      text: `${texts.several} of the last ${counted(texts.looked, 'text')} took several segments; alerts are shortened to ${alertSegments}.${trials}`,
      remedy: 'That is expected. Shorten the wording of the template, or allow more segments.',
      href: '/settings/templates',
    },
  ]
}

function garbled({ texts }: ChannelFacts): Cause[] {
  if (texts.ucs2 === 0) return []
  return [
    {
      id: 'ucs2',
      text: `${texts.ucs2} of the last ${counted(texts.looked, 'text')} needed UCS-2, which some carriers do not carry whole.`,
      remedy: 'Templates show which characters force it, and replace them with a click.',
      href: '/settings/templates',
    },
  ]
}
