import type { State } from './schema.ts'
import { clockTime, dateText, providerName, senderText, shortSid } from './words.ts'

export interface StateFacts {
  suspended: boolean
  connected: boolean
  enabled: boolean
  /** The provider refuses the account, so every text waits. */
  waiting: boolean
  /** A webhook needs none: the gateway behind it has its own. */
  hasSender: boolean
}

/** The one derivation of whether texts can be sent; it is never stored, so it cannot be out of date. */
export function stateOf(facts: StateFacts): State {
  if (facts.suspended) return 'suspended'
  if (!facts.connected) return 'not_configured'
  if (!facts.enabled) return 'off'
  if (facts.waiting) return 'invalid'
  return facts.hasSender ? 'can_run' : 'can_create'
}

export type Barred =
  | { by: 'suspension'; at: Date; why: string | null; contact: string | null }
  | { by: 'deletion'; at: Date }
  | { by: 'entitlement'; contact: string | null }

/** What the sentences are made of. */
export interface StateStory {
  now: Date
  timeZone: string
  /** Why nothing may be sent at all, whatever the settings say; null when something may. */
  barred: Barred | null
  switchedAt: Date | null
  switchedBy: string | null
  /** By the operator, for all workspaces or for those that inherit. */
  offAbove: boolean
  connection: { provider: string; account_sid: string | null; credentials_kind: string | null } | null
  /** The connection is the installation's. */
  inherited: boolean
  sender: { kind: string; value: string; name: string | null } | null
  webhookHost: string | null
  waiting: { reason: string; code: number | null; since: Date; texts: number; more: boolean } | null
}

/** Why the state is what it is. Tells nothing of the settings, so that every member may read it. */
export function reasonOf(state: State, story: StateStory): string | null {
  switch (state) {
    case 'not_configured':
      return (
        'No provider connected. Until then nobody gets texts: alerts go by email and inbox, codes by email. ' +
        'You need a Twilio account with a number that can send SMS, or an endpoint of your own.'
      )
    case 'can_create':
      if (story.inherited) return 'The connection of this installation has no sender yet. Its operator chooses one.'
      return 'Account accepted. Choose a sender: until then campaigns can be drafted but nothing is sent.'
    case 'can_run':
      return null
    case 'off':
      if (story.offAbove)
        return 'The operator switched SMS off for this installation. Texts asked for meanwhile are skipped, not stored up.'
      return `Switched off${switchedWhen(story)}. Settings are kept. Texts asked for meanwhile are skipped, not stored up.`
    case 'suspended':
      return barredText(story)
    case 'invalid':
      return paused(story)
  }
}

/** The sentence beside the chip, for those who may see the settings. */
export function headOf(state: State, story: StateStory): string | null {
  const { connection, sender, webhookHost } = story
  if (state !== 'can_run' || !connection) return reasonOf(state, story)
  if (story.inherited)
    return 'Uses the installation’s provider. The switch, redirect, name and help text below are your own.'
  if (connection.provider === 'webhook') return `Sending through the webhook at ${webhookHost}.`
  const account = `${providerName(connection.provider)} account ${shortSid(connection.account_sid!)}`
  return `Sending from ${senderText(sender!)} through ${account}.`
}

function barredText({ barred, timeZone }: StateStory): string {
  if (!barred) return ''
  switch (barred.by) {
    case 'suspension': {
      const { at, why, contact } = barred
      const reason = why ? ` Their reason: ${why.replace(/[.\s]*$/, '.')}` : ''
      return `The operator suspended SMS for this workspace on ${dateText(at, timeZone)}.${reason} Contact ${contact ?? 'whoever runs this installation'}.`
    }
    case 'deletion':
      return `This workspace is to be deleted on ${dateText(barred.at, timeZone)}. Until then it can be kept; nothing is sent.`
    case 'entitlement':
      return `SMS is not part of what this workspace may use. To request access, contact ${barred.contact ?? 'whoever runs this installation'}.`
  }
}

function switchedWhen({ switchedAt, switchedBy, now, timeZone }: StateStory): string {
  if (!switchedAt) return ''
  return ` ${clockTime(switchedAt, now, timeZone)}${switchedBy ? ` by ${switchedBy}` : ''}`
}

function paused(story: StateStory): string {
  const { waiting, now, timeZone } = story
  const provider = providerName(story.connection!.provider)
  const code = waiting!.code === null ? '' : ` (${waiting!.code})`
  const since = `since ${clockTime(waiting!.since, now, timeZone)}${code}`
  const go = waiting!.texts === 1 && !waiting!.more ? 'goes' : 'go'
  const texts = `${textsWait(waiting!.texts, waiting!.more)} and ${go} out as soon as it works; codes expire after 10 minutes.`
  if (story.inherited) {
    const what =
      waiting!.reason === 'account'
        ? 'has not let the account of this installation send'
        : 'has refused the sign-in of this installation'
    return `Sending is paused: ${provider} ${what} ${since}. ${texts} Its operator can mend it.`
  }
  if (waiting!.reason === 'account') {
    return `Sending is paused: ${provider} has not let this account send ${since}. ${texts} The account is probably suspended or its balance used up.`
  }
  return `Sending is paused: ${provider} has refused our sign-in ${since}. ${texts} ${probableCause(story)}`
}

function probableCause({ connection }: StateStory): string {
  const provider = providerName(connection!.provider)
  if (connection!.provider === 'webhook') return 'The endpoint probably expects another secret.'
  if (connection!.credentials_kind === 'api_key') return `The API key was probably deleted at ${provider}.`
  return `The Auth Token was probably replaced at ${provider}.`
}

function textsWait(texts: number, more: boolean): string {
  if (more) return `More than ${texts.toLocaleString('en')} texts wait`
  return texts === 1 ? '1 text waits' : `${texts.toLocaleString('en')} texts wait`
}
