import { ALL_MAILS, chosenAs, hasStopped, isMailStopped, isOn } from '../../shared/preferences.ts'
import { recordChange, stating } from '../audit/record.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { sameBytes } from '../kit/seal.ts'
import { type MailLink, undoSignature } from '../people/mail-links.ts'
import { switchTexts } from '../people/own-phone.ts'
import { readChoices, resumeMails, stopMails } from '../people/preferences.ts'
import { readTypes } from './preferences.ts'

/** What the page of a link shows: nothing of the person but what they are told, and where. */
export interface Told {
  workspace: string
  contact: string | null
  /** Whether they sign in: nobody else has an inbox. */
  member: boolean
  mailsStopped: boolean
  textsOn: boolean
  /** The event of the mail that led here. */
  about: { type: string; name: string; stopped: boolean }
  events: { type: string; name: string; inApp: boolean; mailed: boolean; texted: boolean }[]
}

/** For so long whoever changed something may take it back here. */
const UNDO_MS = 3_600_000

/** Null for somebody who is not there any more. */
export async function readTold(context: Context, link: MailLink): Promise<Told | null> {
  const { workspaceId, personId } = link
  return context.db.tenant(workspaceId, async (tx) => {
    const [row] = await tx.rows<Row>('mail_link_person', PERSON, [workspaceId, personId])
    if (!row) return null
    const { choices, mailStopped } = await readChoices(tx, workspaceId, personId)
    const events = (await readTypes(tx, workspaceId)).map(({ type, name }) => ({
      type,
      name,
      inApp: isOn(choices, type, 'in_app'),
      mailed: isOn(choices, type, 'email') && !isMailStopped(mailStopped, type),
      texted: row.texts_on && isOn(choices, type, 'sms'),
    }))
    const type = chosenAs(link.eventType)
    const known = events.find((event) => event.type === type)
    return {
      ...{ workspace: row.name, contact: row.contact, member: row.member, textsOn: row.texts_on },
      mailsStopped: hasStopped(mailStopped, ALL_MAILS),
      // An urgent one is mailed though its mails are off, until it is said here.
      about: { type, name: known?.name ?? type, stopped: hasStopped(mailStopped, type) },
      events,
    }
  })
}

interface Row {
  name: string
  contact: string | null
  member: boolean
  texts_on: boolean
}

const PERSON = `
select w.name, w.support_contact as contact, p.user_id is not null as member, p.sms_on as texts_on
from persons p join workspaces w on w.workspace_id = p.workspace_id where p.workspace_id = $1 and p.id = $2`

/** What was done, and what takes it back: null where nothing changed. */
export interface Done {
  what: 'texts' | 'mails'
  /** Of which event, or `*`. */
  of: string
  undo: string | null
}

/** Of an event of this workspace, or `*`. Null for what is none. */
export async function stopByLink(
  context: Context,
  link: MailLink,
  of: string,
  address: string | null,
): Promise<Done | null> {
  return change(context, link, async (tx, { workspaceId, personId }) => {
    const types = (await readTypes(tx, workspaceId)).map(({ type }) => type)
    const type = of === ALL_MAILS ? of : chosenAs(of)
    if (type !== ALL_MAILS && !types.includes(type) && type !== chosenAs(link.eventType)) return null
    const { mailStopped } = await readChoices(tx, workspaceId, personId)
    if (hasStopped(mailStopped, type)) return { what: 'mails', of: type, undo: null }
    await stopMails(tx, workspaceId, personId, type)
    await record(tx, link, 'person.mails_stopped', type, address)
    return { what: 'mails', of: type, undo: undoOf(context, link, `mails|${type}`) }
  })
}

export async function stopTextsByLink(context: Context, link: MailLink, address: string | null): Promise<Done | null> {
  return change(context, link, async (tx, { workspaceId, personId }, { sms_on }) => {
    if (!sms_on) return { what: 'texts', of: ALL_MAILS, undo: null }
    await switchTexts(tx, workspaceId, personId, false)
    await record(tx, link, 'person.texts_stopped', undefined, address)
    return { what: 'texts', of: ALL_MAILS, undo: undoOf(context, link, 'texts|*') }
  })
}

/** Takes back what was done by this link a moment ago, and nothing else. Null where that is not so, or it is too late. */
export async function undoByLink(
  context: Context,
  link: MailLink,
  token: string,
  address: string | null,
): Promise<Done | null> {
  const [what, of, until, signed] = token.split('|')
  const fits = sameBytes(Buffer.from(signed ?? ''), Buffer.from(undoSignature(context, link, `${what}|${of}|${until}`)))
  if (!fits || !(Number(until) > context.now().getTime())) return null
  return change(context, link, (tx) => resume(tx, link, what === 'texts' ? 'texts' : 'mails', of!, address))
}

/** Later too, of mails; and of texts by whoever does not sign in, since only a link can have switched theirs off. */
export async function resumeByLink(
  context: Context,
  link: MailLink,
  { what, of }: Pick<Done, 'what' | 'of'>,
  address: string | null,
): Promise<Done | null> {
  return change(context, link, async (tx, _, { sms_on, member }) => {
    if (what === 'texts' && (sms_on || member)) return null
    return resume(tx, link, what, of, address)
  })
}

async function resume(
  tx: Tx,
  link: MailLink,
  what: Done['what'],
  of: string,
  address: string | null,
): Promise<Done | null> {
  const { workspaceId, personId } = link
  if (what === 'texts') await switchTexts(tx, workspaceId, personId, true)
  else if (!(await resumeMails(tx, workspaceId, personId, of))) return null
  const action = what === 'mails' ? 'person.mails_resumed' : 'person.texts_resumed'
  await record(tx, link, action, what === 'mails' ? of : undefined, address)
  return { what, of, undo: null }
}

function undoOf(context: Context, link: MailLink, said: string): string {
  const untilMs = context.now().getTime() + UNDO_MS
  return `${said}|${untilMs}|${undoSignature(context, link, `${said}|${untilMs}`)}`
}

interface Held {
  sms_on: boolean
  member: boolean
}

type Change = (tx: Tx, link: MailLink, held: Held) => Promise<Done | null>

/** The person's row is held, so that of two who press at once one changes something. Null where they are gone. */
async function change(context: Context, link: MailLink, work: Change): Promise<Done | null> {
  const { workspaceId, personId } = link
  return context.db.tenant(workspaceId, async (tx) => {
    const [row] = await tx.rows<Held>(
      'mail_link_hold',
      'select sms_on, user_id is not null as member from persons where workspace_id = $1 and id = $2 for update',
      [workspaceId, personId],
    )
    return row ? work(tx, link, row) : null
  })
}

type Action = `person.${'mails' | 'texts'}_${'stopped' | 'resumed'}`

/** Whoever has the mail may be somebody else than the person. */
async function record(
  tx: Tx,
  { workspaceId, personId }: MailLink,
  action: Action,
  event: string | undefined,
  address: string | null,
): Promise<void> {
  const by = {
    workspaceId,
    kind: 'system',
    id: 'mail_link',
    name: 'Somebody with the link of a mail',
    address,
  } as const
  await recordChange(tx, by, { action, target: personId, changes: stating({ source: 'mail link', event }) })
}
