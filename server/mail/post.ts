import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { newId } from '../kit/id.ts'
import { sendMail } from './send.ts'

export interface Letter {
  to: string
  subject: string
  text: string
  /** What is no notice holds a link that is for its reader alone: nobody else is shown the text. */
  kind?: LetterKind
  /** Later it is not sent any more. An hour when left out: then a notice tells what is hardly so any more. */
  validMinutes?: number
}

export type LetterKind = 'notice' | 'invitation' | 'password_reset'

const OF_USE_MINUTES = 60
const AT_ONCE = 10
const FORGOTTEN_AT_ONCE = 1000

/** Lays letters down, so that they exist exactly if what they tell of was committed. In a transaction of any role. */
export async function post(context: Context, tx: Tx, letters: Letter[]): Promise<void> {
  if (letters.length === 0) return
  const ids = letters.map(() => newId('mail'))
  await tx.rows(
    'mail_post',
    `insert into mails (id, recipient, subject, text_sealed, kind, not_after)
     select id, recipient, subject, text_sealed, kind, now() + make_interval(mins => valid_minutes)
     from unnest($1::text[], $2::text[], $3::text[], $4::bytea[], $5::text[], $6::int[])
       as l (id, recipient, subject, text_sealed, kind, valid_minutes)`,
    [
      ids,
      letters.map(({ to }) => to),
      letters.map(({ subject }) => subject),
      letters.map(({ text }, i) => context.keys.installation.seal(textPurpose(ids[i]!), text)),
      letters.map(({ kind = 'notice' }) => kind),
      letters.map(({ validMinutes = OF_USE_MINUTES }) => Math.ceil(validMinutes)),
    ],
  )
}

export function textPurpose(id: string): string {
  return `mails.text|${id}`
}

/** Without a mail server they stay here, for the operator to read. */
export async function deliverMails(context: Context): Promise<boolean> {
  const settings = context.installation.mail()
  const due = await context.db.system((tx) =>
    tx.rows<Taken>('mail_take', TAKE, [settings ? 'sending' : 'kept', AT_ONCE]),
  )
  if (settings) {
    await Promise.all(
      due.map(async (mail) => {
        if (mail.state === 'failed') return
        const text = context.keys.installation.open(textPurpose(mail.id), mail.text_sealed)
        const outcome = await sendMail(context, { settings, to: mail.recipient, subject: mail.subject, text })
        await context.db.system((tx) => noteOutcome(tx, mail, outcome))
      }),
    )
  }
  return due.length === AT_ONCE
}

interface Taken {
  id: string
  recipient: string
  subject: string
  text_sealed: Buffer
  tries: number
  state: string
}

/**
 * Marked first, sent then: a notice that is missed stands in the console all the same, while one that comes again and
 * again is soon read by nobody. A link that will not be sent is kept no longer.
 */
const TAKE = `
with due as (
  select id, case when $1 = 'sending' and not_after <= now() then 'failed' else $1 end as state
  from mails where state = 'waiting' and due_at <= now() order by due_at limit $2 for update skip locked
)
update mails m set tries = m.tries + 1, state = d.state,
  text_sealed = case when d.state = 'sending' or m.kind = 'notice' then m.text_sealed end,
  trouble = case when d.state = 'failed' then coalesce(m.trouble, 'No worker got to it while it was of use.') else m.trouble end
from due d where m.id = d.id
returning m.id, m.recipient, m.subject, m.text_sealed, m.tries, m.state`

type Outcome = Awaited<ReturnType<typeof sendMail>>

async function noteOutcome(tx: Tx, { id, tries }: Taken, outcome: Outcome): Promise<void> {
  if (outcome.kind === 'accepted') {
    await tx.rows('mail_sent', `update mails set state = 'sent', text_sealed = null, trouble = null where id = $1`, [
      id,
    ])
    return
  }
  await tx.rows(
    'mail_trouble',
    `update mails set trouble = $2, state = $3, due_at = now() + make_interval(mins => $4),
       text_sealed = case when $3 = 'waiting' or kind = 'notice' then text_sealed end
     where id = $1`,
    [id, outcome.detail, outcome.taken === 'no' ? 'waiting' : 'failed', 2 ** Math.min(tries - 1, 4)],
  )
}

const KEPT_DAYS = 30

/** @returns whether there may be more. */
export async function forgetMails(context: Context): Promise<boolean> {
  const gone = await context.db.system((tx) =>
    tx.rows(
      'mail_forget',
      `delete from mails m using (
         select id from mails where created_at < now() - interval '${KEPT_DAYS} days' order by created_at limit $1
       ) old where m.id = old.id returning m.id`,
      [FORGOTTEN_AT_ONCE],
    ),
  )
  return gone.length === FORGOTTEN_AT_ONCE
}

export interface PostedMail {
  id: string
  to: string
  subject: string
  kind: LetterKind
  /** Null once a server has taken it, and always where it holds a link that is for its reader alone. */
  text: string | null
  state: 'waiting' | 'sending' | 'sent' | 'failed' | 'kept'
  trouble: string | null
  created_at: Date
}

/** Newest first. */
export async function listMails(context: Context, before: string, limit: number): Promise<PostedMail[]> {
  const rows = await context.db.system((tx) =>
    tx.rows<PostedMail & { text_sealed: Buffer | null }>(
      'mail_list',
      `select id, recipient as "to", subject, kind, case when kind = 'notice' then text_sealed end as text_sealed,
         state, trouble, created_at
       from mails where id < $1 order by id desc limit $2`,
      [before, limit],
    ),
  )
  return rows.map(({ text_sealed, ...mail }) => ({
    ...mail,
    text: text_sealed && context.keys.installation.open(textPurpose(mail.id), text_sealed),
  }))
}
