import { isPremiumOrSatellite, readPhone } from '../../shared/phone.ts'
import { recordChange } from '../audit/record.ts'
import { codeText } from '../codes/code-text.ts'
import { type Checked, dropCode, findCode, makeCode, type Owner, sealPurpose, takeCode } from '../codes/codes.ts'
import { countCode } from '../codes/limits.ts'
import { recordOptIn } from '../consent/opt-ins.ts'
import { lockNumbers } from '../consent/opt-outs.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { invalid, Problem } from '../kit/problem.ts'
import type { openAcceptance } from '../messages/accept.ts'
import { prepare } from '../messages/prepare.ts'
import { holdDirectory } from '../people/hold-directory.ts'
import { ensureOwn, findOwn, lockOwn, meetOwn } from '../people/own-person.ts'
import {
  giveConfirmedPhone,
  hasDirectoryPhone,
  isAnothersPhone,
  switchTexts,
  takeOwnPhones,
} from '../people/own-phone.ts'
import { readWhole } from '../settings/above.ts'
import { countryName, isCountryAllowed } from '../settings/countries.ts'
import { pricesOf } from '../spend/prices.ts'
import { readWording } from './wording.ts'

/**
 * Sends a code to a number that somebody says is theirs. What comes back is the same whether or not anybody has the number,
 * and whether or not it answered STOP: that is only for whoever holds the phone.
 */
export async function sendCode(
  context: Context,
  accept: ReturnType<typeof openAcceptance>,
  actor: Actor,
  number: string | undefined,
): Promise<void> {
  const phone = readPhone(number ?? (await waitingNumber(context, actor)))
  if (!phone.ok) throw invalid([{ pointer: '/number', detail: phone.text }])
  if (isPremiumOrSatellite(phone.e164)) throw invalid([{ pointer: '/number', detail: NO_SUCH_KIND }])
  const current = await readWhole(context, actor.workspaceId)
  const { workspace, settings } = current
  if (!isCountryAllowed(settings?.allowed_countries ?? [], phone.country))
    throw invalid([{ pointer: '/number', detail: notServed(workspace.name, phone.country) }])
  await meetOwn(context, actor)
  const personId = await context.db.tenant(actor.workspaceId, async (tx) => {
    await holdDirectory(tx, actor.workspaceId, 'together')
    const id = await ensureOwn(tx, actor)
    await refuseDirectory(tx, actor.workspaceId, id)
    return id
  })
  const { workspaceId, address } = actor
  const sealer = await context.keys.forWorkspace(workspaceId)
  const owner: Owner = { workspaceId, purpose: 'phone', subject: personId }
  const open = await context.db.tenant(workspaceId, (tx) => findCode(tx, owner))
  if (open && open.resendAt > context.now()) throw tooSoon(open.resendAt, context.now())
  await countCode(context, { workspaceId, subject: personId, e164: phone.e164, address })
  const wording = await readWording(context, current)
  const made = await context.db.tenant(workspaceId, async (tx) => {
    if ((await lockOwn(tx, actor)) !== personId) throw erasedMeanwhile()
    return makeCode(context, tx, sealer, owner, phone.e164, wording)
  })
  // Somebody else with the same session was quicker.
  if (!made.ok) throw tooSoon(made.resendAt, context.now())
  const body = codeText(settings?.name_in_texts ?? workspace.name, made.code, context.publicUrl())
  const texts = await prepare(context, workspaceId, [{ to: phone.e164, body, class: 'otp' }], await pricesOf(context))
  await accept({ actor, texts, idempotency: null })
}

/** Of the code that was sent last, whether or not it ran out. */
async function waitingNumber(context: Context, actor: Actor): Promise<string> {
  const { workspaceId } = actor
  const sealer = await context.keys.forWorkspace(workspaceId)
  return context.db.tenant(workspaceId, async (tx) => {
    const personId = await findOwn(tx, actor)
    const owner: Owner = { workspaceId, purpose: 'phone', subject: personId ?? '' }
    const code = await findCode(tx, owner)
    if (!code) throw new Problem(409, 'no_code', 'No number waits to be confirmed. Say which one it is.')
    return sealer.open(sealPurpose(owner), code.numberSealed)
  })
}

const NO_SUCH_KIND = 'Texts do not go to premium, shared-cost or satellite numbers. Use a mobile number.'

function notServed(name: string, country: string | null): string {
  const where = country ? `this country: ${countryName(country)}` : 'numbers of no country'
  return `${name} sends no texts to ${where}. Use another number, or ask an administrator.`
}

function tooSoon(resendAt: Date, now: Date): Problem {
  const seconds = Math.max(1, Math.ceil((resendAt.getTime() - now.getTime()) / 1000))
  return new Problem(429, 'too_soon', `The next code can be sent in ${seconds} seconds.`, {
    more: { retry_after_seconds: seconds },
  })
}

/** A number must not be kept for somebody who is no more. */
function erasedMeanwhile(): Problem {
  return new Problem(409, 'erased', 'You were taken out of the directory just now. Try again.')
}

async function refuseDirectory(tx: Tx, workspaceId: string, personId: string): Promise<void> {
  if (!(await hasDirectoryPhone(tx, workspaceId, personId))) return
  throw new Problem(
    409,
    'directory_number',
    'Your number comes from the directory. Ask an administrator to change it there.',
  )
}

export type Confirmed = Checked | { ok: false; why: 'taken' }

/** The code came back: the number is theirs, and what they were told is kept with it. */
export async function confirmNumber(context: Context, actor: Actor, entered: string): Promise<Confirmed> {
  const { workspaceId } = actor
  const sealer = await context.keys.forWorkspace(workspaceId)
  return context.db.tenant(workspaceId, async (tx) => {
    const personId = await lockOwn(tx, actor)
    if (!personId) return { ok: false, why: 'no_code' }
    const owner: Owner = { workspaceId, purpose: 'phone', subject: personId }
    const checked = await takeCode(context, tx, sealer, owner, entered)
    if (!checked.ok) return checked
    await lockNumbers(tx, [checked.numberHash])
    if (await isAnothersPhone(tx, workspaceId, personId, checked.numberHash)) return { ok: false, why: 'taken' }
    await giveConfirmedPhone(context, tx, sealer, workspaceId, personId, checked.e164)
    const { numberHash, wording } = checked
    await recordOptIn(tx, { workspaceId, numberHash, personId, source: 'confirmed', wording, address: actor.address })
    await recordChange(tx, actor, { action: 'person.phone_confirmed', target: personId })
    return checked
  })
}

/** Takes back one's own number, or the code that waits for one. What the directory says stays. */
export async function removeNumber(context: Context, actor: Actor): Promise<void> {
  const { workspaceId } = actor
  await context.db.tenant(workspaceId, async (tx) => {
    const personId = await lockOwn(tx, actor)
    if (!personId) return
    await dropCode(tx, { workspaceId, purpose: 'phone', subject: personId })
    const had = await takeOwnPhones(tx, workspaceId, personId)
    if (had) await recordChange(tx, actor, { action: 'person.phone_removed', target: personId })
  })
}

export async function switchOwn(context: Context, actor: Actor, smsOn: boolean): Promise<void> {
  await context.db.tenant(actor.workspaceId, async (tx) => {
    await holdDirectory(tx, actor.workspaceId, 'together')
    await switchTexts(tx, actor.workspaceId, await ensureOwn(tx, actor), smsOn)
  })
}
