import { randomBytes } from 'node:crypto'
import type { z } from '@hono/zod-openapi'
import { sql } from 'kysely'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'
import { invalid, Problem } from '../kit/problem.ts'
import type { Channel, Destination } from './deliver-heads.ts'
import { appendHeads } from './heads-file.ts'
import { recordChange } from './record.ts'
import type { HeadsOut, headsPatch } from './schema.ts'
import { HEADS_SECRET, opened } from './send-heads.ts'

type Wanted = z.infer<typeof headsPatch>

export async function showHeads(context: Context): Promise<HeadsOut> {
  const row = await context.db.signIn(readHeads)
  return {
    channel: row.channel as Channel | null,
    destination: row.destination,
    every_minutes: row.every_minutes,
    sent_at: row.sent_at?.toISOString() ?? null,
    due_at: row.channel && row.due_at.toISOString(),
    trouble: row.trouble,
    trouble_since: row.trouble_since?.toISOString() ?? null,
  }
}

/** @returns the signing secret where a new one was made: it is shown this once. */
export async function changeHeads(context: Context, actor: Actor, wanted: Wanted): Promise<string | null> {
  const before = await context.db.signIn(readHeads)
  const channel = wanted.channel === undefined ? (before.channel as Channel | null) : wanted.channel
  const destination = await checkDestination(context, channel, wanted, before)
  const everyMinutes = wanted.every_minutes ?? before.every_minutes
  const isElsewhere = channel !== before.channel || destination !== before.destination
  const secret = channel === 'webhook' && (isElsewhere || wanted.new_secret) ? newSecret() : null
  const changes = {
    ...(channel !== before.channel && { channel: { from: before.channel, to: channel } }),
    ...(destination !== before.destination && { destination: { from: before.destination, to: destination } }),
    ...(everyMinutes !== before.every_minutes && { every_minutes: { from: before.every_minutes, to: everyMinutes } }),
    ...(secret && {
      signing_secret: { from: before.secret_sealed && 'set', to: before.secret_sealed ? 'replaced' : 'set' },
    }),
  }
  if (Object.keys(changes).length === 0) return null
  await context.db.signIn(async (tx) => {
    await tx
      .updateTable('audit_heads')
      .set({
        channel,
        destination,
        every_minutes: everyMinutes,
        ...(secret && { secret_sealed: context.keys.installation.seal(HEADS_SECRET, secret) }),
        ...(channel !== 'webhook' && { secret_sealed: null }),
        ...(isElsewhere && { chosen_at: sql<Date>`now()`, sent_at: null }),
        due_at: sql<Date>`now()`,
        tries: 0,
        trouble: null,
        trouble_since: null,
      })
      .execute()
    const whose = { ...actor, workspaceId: INSTALLATION }
    await recordChange(tx, whose, { action: 'installation.audit_heads_changed', target: 'installation', changes })
  })
  return secret
}

/** @throws {Problem} 409 while none is chosen. */
export async function chosenDestination(context: Context): Promise<Destination> {
  const { channel, destination, secret_sealed } = await context.db.signIn(readHeads)
  if (!channel || !destination) throw new Problem(409, 'heads_go_nowhere', 'Choose first where the heads go.')
  return opened(context, { channel: channel as Channel, destination, secret_sealed })
}

function readHeads(tx: Tx) {
  return tx.selectFrom('audit_heads').selectAll().executeTakeFirstOrThrow()
}

async function checkDestination(
  context: Context,
  channel: Channel | null,
  { destination: given }: Wanted,
  before: { channel: string | null; destination: string | null },
): Promise<string | null> {
  if (channel === null) return null
  const destination = (given ?? (channel === before.channel ? before.destination : null))?.trim()
  const fault = destination ? await faultIn(context, channel, destination) : REQUIRED[channel]
  if (fault) throw invalid([{ pointer: '/destination', detail: fault }])
  return destination!
}

const REQUIRED: Record<Channel, string> = {
  file: 'Say which file, by its whole path on the server.',
  email: 'Say to which address.',
  webhook: 'Say to which https address.',
}

/** The file is opened, so that one that cannot be written is never saved; mail and calls have a test of their own. */
async function faultIn(context: Context, channel: Channel, destination: string): Promise<string | null> {
  if (channel === 'file') return appendHeads(destination, [])
  if (channel === 'email') {
    if (!/^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>"]+$/.test(destination)) return 'This is not one address of mail.'
    return context.installation.mail() ? null : 'No mail server is set. Set one first, or choose a file or a webhook.'
  }
  const verdict = context.egress.checkUrl(destination)
  if (!verdict.ok) return verdict.text
  const { search, username, password, hash } = new URL(destination)
  if (search || hash || username || password)
    return 'Leave out what stands after ? and #, and any password: the call is signed instead.'
  return null
}

function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}
