import { formatPhone, maskPhone } from '../../shared/phone.ts'
import { sealPurpose as codePurpose, findCode, type OpenCode } from '../codes/codes.ts'
import { findOptOut, type OptOut } from '../consent/opt-outs.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import type { Sealer } from '../kit/seal.ts'
import { isAnswerable } from '../messages/opt-out-line.ts'
import { findOwn } from '../people/own-person.ts'
import { BEST_FIRST, DIRECTORY, IS_GOOD, openNumber } from '../people/phones.ts'
import type { PhoneSource } from '../people/schema.ts'
import { readWhole } from '../settings/above.ts'
import { activeOf, barredBy, type Current, isOn, isRedirecting } from '../settings/current.ts'
import type { OwnPhone } from './schema.ts'
import { readWording } from './wording.ts'

/** What the profile page shows of one's own number, whoever keeps it. */
export async function readOwnPhone(context: Context, actor: Actor): Promise<OwnPhone> {
  const { workspaceId } = actor
  const [sealer, current] = await Promise.all([context.keys.forWorkspace(workspaceId), readWhole(context, workspaceId)])
  const channel = await channelOf(context, current)
  const own = await context.db.tenant(workspaceId, (tx) => readOwn(tx, actor, sealer))
  if (!own) return { ...NOTHING, ...channel }
  const { phone, code, optOut, shared, smsOn } = own
  return {
    state: stateOf(phone, code),
    number: phone?.number ?? null,
    source: phone?.source ?? null,
    code: code && shownCode(code, own.codeNumber!),
    opted_out: optOut && {
      since: optOut.createdAt.toISOString(),
      by_admin: optOut.source === 'admin',
      by_link: optOut.source === 'person' && !channel.answerable,
      text_start_to: channel.answer_to,
    },
    shared,
    sms_on: smsOn,
    ...channel,
  }
}

const NOTHING = {
  state: 'none',
  number: null,
  source: null,
  code: null,
  opted_out: null,
  shared: false,
  sms_on: true,
} as const

function stateOf(phone: Own['phone'], code: OpenCode | null): OwnPhone['state'] {
  if (phone && DIRECTORY.includes(phone.source)) return 'directory'
  if (code) return 'code_sent'
  if (!phone) return 'none'
  return phone.good ? 'confirmed' : 'unconfirmed'
}

function shownCode(code: OpenCode, number: string): OwnPhone['code'] {
  return {
    number: maskPhone(number),
    expires_at: code.expiresAt.toISOString(),
    expired: code.expired,
    resend_at: code.resendAt.toISOString(),
    tries_left: code.triesLeft,
  }
}

async function channelOf(context: Context, current: Current) {
  const { workspace, settings, above } = current
  const answerable = await isAnswerable(context, workspace.workspace_id)
  const active = activeOf(current)
  const sender = active?.sender?.value ?? null
  return {
    channel_on: active !== null && isOn(current) && barredBy(current) === null,
    redirected: above?.redirecting === true || isRedirecting(settings, context.now()),
    answerable,
    answer_to: answerable ? numberOf(sender) : null,
    wording: await readWording(context, current),
  }
}

/** Of a service, or a name, there is none. */
function numberOf(sender: string | null): string | null {
  if (sender?.startsWith('+')) return formatPhone(sender)
  return sender && /^\d{3,6}$/.test(sender) ? sender : null
}

interface Own {
  phone: { number: string; source: PhoneSource; good: boolean } | null
  code: OpenCode | null
  codeNumber: string | null
  optOut: OptOut | null
  shared: boolean
  smsOn: boolean
}

async function readOwn(tx: Tx, actor: Actor, sealer: Sealer): Promise<Own | null> {
  const personId = await findOwn(tx, actor)
  if (!personId) return null
  const { workspaceId } = actor
  const owner = { workspaceId, purpose: 'phone', subject: personId } as const
  const [[row], code] = await Promise.all([
    tx.rows<PhoneRow>('own_phone', PHONE, [workspaceId, personId]),
    findCode(tx, owner),
  ])
  const { sms_on: smsOn } = await tx
    .selectFrom('persons')
    .select('sms_on')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', personId)
    .executeTakeFirstOrThrow()
  const optOut = row?.number_hash ? await findOptOut(tx, workspaceId, row.number_hash) : undefined
  return {
    phone: row ? { number: openNumber(row, sealer), source: row.source, good: row.good } : null,
    code,
    codeNumber: code && sealer.open(codePurpose(owner), code.numberSealed),
    optOut: optOut ?? null,
    shared: row?.shared ?? false,
    smsOn,
  }
}

interface PhoneRow {
  person_id: string
  source: PhoneSource
  number_hash: Buffer | null
  number_sealed: Buffer
  good: boolean
  shared: boolean
}

/** What is no number is nothing to its owner; the directory's administrators see it. */
const PHONE = `
select f.person_id, f.source, f.number_hash, f.number_sealed, ${IS_GOOD} as good, exists (
    select from phones s where s.workspace_id = f.workspace_id and s.number_hash = f.number_hash and s.person_id <> f.person_id
  ) as shared
from phones f where f.workspace_id = $1 and f.person_id = $2 and f.problem is null
order by ${BEST_FIRST} limit 1`
