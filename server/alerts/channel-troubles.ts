import { isPremiumOrSatellite } from '../../shared/phone.ts'
import { ALL_MAILS, type Channel } from '../../shared/preferences.ts'
import { findOptOut } from '../consent/opt-outs.ts'
import type { Context } from '../kit/context.ts'
import { readEmailSettings } from '../mail/email-settings.ts'
import { judge } from '../messages/gate.ts'
import { openNumber } from '../people/phones.ts'
import type { PhoneSource, Reach } from '../people/schema.ts'
import { readWhole } from '../settings/above.ts'
import { activeOf, barredBy, isOn, isRedirecting } from '../settings/current.ts'
import type { CHANNEL_TROUBLES, ChannelTrouble } from './preference-schema.ts'

type Reason = (typeof CHANNEL_TROUBLES)[number]

/** What decides whether anything arrives at somebody, whatever they choose. */
export interface Reached {
  active: boolean
  /** Whether they sign in: nobody else has an inbox. */
  member: boolean
  email: string | null
  reach: Reach
  smsOn: boolean
  /** All of them, by the link in one. */
  mailsStopped: boolean
  optedOut: boolean
  country: string | null
  premium: boolean
}

/** Somebody whom the directory does not know yet, and who would be made of their account. */
export function unknownMember(email: string | null): Reached {
  return { ...NO_NUMBER, active: true, member: true, email, reach: 'no_phone', smsOn: true, mailsStopped: false }
}

const NO_NUMBER = { optedOut: false, country: null, premium: false }

/** Undefined for nobody of this workspace. */
export async function readReached(
  context: Context,
  workspaceId: string,
  personId: string,
): Promise<Reached | undefined> {
  const sealer = await context.keys.forWorkspace(workspaceId)
  return context.db.tenant(workspaceId, async (tx) => {
    const [row] = await tx.rows<Row>('preferences_person', PERSON, [workspaceId, personId])
    if (!row) return undefined
    const { active, member, email, reach, sms_on: smsOn, mails_stopped: mailsStopped, number_hash: hash } = row
    const about = { active, member, email, reach, smsOn, mailsStopped }
    if (!hash) return { ...about, ...NO_NUMBER }
    const number = openNumber({ person_id: row.id, source: row.source!, number_sealed: row.number_sealed! }, sealer)
    const optedOut = (await findOptOut(tx, workspaceId, hash)) !== undefined
    return { ...about, optedOut, country: row.country, premium: isPremiumOrSatellite(number) }
  })
}

interface Row {
  id: string
  active: boolean
  member: boolean
  email: string | null
  reach: Reach
  sms_on: boolean
  mails_stopped: boolean
  source: PhoneSource | null
  number_hash: Buffer | null
  number_sealed: Buffer | null
  country: string | null
}

const PERSON = `
select p.id, p.active, p.user_id is not null as member, p.email, p.reach, p.sms_on,
  coalesce(c.mail_stopped ? '${ALL_MAILS}', false) as mails_stopped, f.source, f.number_hash,
  f.number_sealed, f.country
from persons p
left join phones f on f.workspace_id = p.workspace_id and f.person_id = p.id and f.source = p.phone_source
left join preferences c on c.workspace_id = p.workspace_id and c.person_id = p.id
where p.workspace_id = $1 and p.id = $2`

export type Troubles = Record<Channel, { troubles: ChannelTrouble[] }>

/** All that stands between somebody and each channel, so that whoever mends one thing knows of the next. */
export async function troublesOf(context: Context, workspaceId: string, person: Reached): Promise<Troubles> {
  const channel = await channelReasons(context, workspaceId)
  const { redirect } = await readEmailSettings(context, workspaceId)
  const out = (reasons: (Reason | null)[]) => ({
    troubles: reasons.flatMap((reason) => (reason ? [{ reason, text: TEXTS[reason] }] : [])),
  })
  const inactive = person.active ? null : 'inactive'
  return {
    in_app: out([inactive, person.member ? null : 'no_account']),
    email: out([
      inactive,
      person.email === null ? 'no_address' : null,
      person.mailsStopped ? 'mails_stopped' : null,
      context.installation.mail() ? null : 'no_mail_server',
      redirect.enabled ? 'mails_redirected' : null,
    ]),
    sms: out([inactive, ...ownReasons(person), channel.numbers(person), ...channel.reasons]),
  }
}

function ownReasons({ reach, smsOn }: Reached): (Reason | null)[] {
  return [reach === 'ok' ? null : reach, smsOn ? null : 'switched_off']
}

/** What the gate says of the channel as such, and of a number that it is asked about (server/messages/gate.ts). */
async function channelReasons(context: Context, workspaceId: string) {
  const current = await readWhole(context, workspaceId)
  const active = activeOf(current)
  const facts = {
    suspended: barredBy(current) !== null,
    connected: active !== null,
    enabled: isOn(current),
    hasSender: active?.sender != null || active?.connection.provider === 'webhook',
    countries: current.settings?.allowed_countries ?? [],
  }
  const redirected = current.above?.redirecting || isRedirecting(current.settings, context.now())
  const anybody = { optedOut: false, premium: false, country: null }
  return {
    reasons: [judge({ ...facts, countries: [] }, anybody), redirected ? 'redirected' : null] as (Reason | null)[],
    numbers: ({ reach, ...number }: Reached): Reason | null =>
      reach === 'ok' || reach === 'unverified'
        ? (judge({ ...READY, countries: facts.countries }, number) as Reason)
        : null,
  }
}

const READY = { suspended: false, connected: true, enabled: true, hasSender: true }

const TEXTS: Record<Reason, string> = {
  inactive: 'Not active in the directory.',
  no_account: 'No inbox: not a member of this workspace.',
  no_address: 'No email address is known.',
  mails_stopped: 'All mails about alerts were stopped by the link in one.',
  no_mail_server: 'No mail server is set.',
  no_phone: 'No number is known.',
  malformed: 'What the directory has is no number.',
  unverified: 'The number is not confirmed.',
  switched_off: 'All texts but codes are switched off.',
  opted_out: 'The number is opted out.',
  country_not_allowed: 'Texts do not go to this kind of number, or not to its country.',
  suspended: 'SMS is stopped for this workspace.',
  not_ready: 'No SMS provider is connected.',
  channel_off: 'SMS is off in this workspace.',
  no_sender: 'No sender is chosen.',
  redirected: 'All texts go to a test phone.',
  mails_redirected: 'All mails go to a test address.',
}
