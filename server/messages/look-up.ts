import type { Selectable } from 'kysely'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'
import type { Connections } from '../kit/tables.ts'
import type { Connection, Listed } from '../providers/adapter.ts'
import { adapterFor } from '../providers/adapters.ts'
import { openConnection } from '../settings/secrets.ts'
import type { Opened } from './in-doubt.ts'
import type { UndecidedReason } from './schema.ts'

/** Attempts of one account to one number: one question to the provider serves them all. */
export interface Search {
  account: string
  to: string
  /** ISO 8601: nothing created before can be any of them. */
  since: string
  /** Whose look is due. */
  due: Opened[]
}

export type Answered = { search: Search } & (
  | { kind: 'listed'; listed: Extract<Listed, { kind: 'listed' }> }
  | { kind: 'undecided'; why: UndecidedReason; againBySelf: boolean }
  | { kind: 'busy'; afterMs: number }
)

/** Questions to one account at a time: reading must not use up what sending needs. */
const AT_ONCE_PER_ACCOUNT = 4
const BUSY_MS = 5000

/** By more the provider's clock and the database's must not differ, or a text may count as older than its attempt. */
const CLOCKS_AGREE_MS = 60_000

/**
 * Asks about all of them, few at a time for each account, and hands on what an account has said as soon as it has said it
 * all: none waits for another that keeps silent.
 */
export async function askAll(
  context: Context,
  searches: Search[],
  heard: (answers: Answered[]) => Promise<void>,
): Promise<void> {
  const { connections, nowMs } = await context.db.system(async (tx) => ({
    connections: await readConnections(tx, searches),
    nowMs: await startClock(tx),
  }))
  const byAccount = Map.groupBy(searches, ({ account }) => account)
  const asked = [...byAccount.values()].map(async (ofAccount) =>
    heard(await askAccount(ofAccount, (search) => ask(context, search, connections, nowMs))),
  )
  const failed = (await Promise.allSettled(asked)).find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
}

/** The time by the clock of the database, by which attempts are begun. */
async function startClock(tx: Tx): Promise<() => number> {
  const [row] = await tx.rows<{ now: Date }>('look_clock', 'select clock_timestamp() as now', [])
  const offsetMs = row!.now.getTime() - performance.now()
  return () => performance.now() + offsetMs
}

/** Of an account that has enough of questions, or does not answer one, no more is asked. */
async function askAccount(
  searches: Search[],
  askFor: (search: Search) => Promise<Answered & { ofAll?: boolean }>,
): Promise<Answered[]> {
  const answers: Answered[] = []
  const waiting = [...searches]
  let ofAll: Answered | null = null
  const askNext = async () => {
    for (let search = waiting.shift(); search; search = waiting.shift()) {
      const { ofAll: isOfAll, ...answer } = ofAll ? { ...ofAll, search } : await askFor(search)
      if (isOfAll) ofAll = answer
      answers.push(answer)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE_PER_ACCOUNT }, askNext))
  return answers
}

/** `ofAll`: the others of the account would hear the same. */
async function ask(
  context: Context,
  search: Search,
  connections: ConnectionRow[],
  nowMs: () => number,
): Promise<Answered & { ofAll?: boolean }> {
  const opened = await openFor(context, search, connections)
  if ('why' in opened) return { search, kind: 'undecided', ...opened }
  const adapter = adapterFor(opened.connection.provider)
  const askedMs = nowMs()
  const listed = await adapter.list(context.egress.http, opened.connection, { to: search.to, since: search.since })
  switch (listed.kind) {
    case 'busy':
      return { search, kind: 'busy', afterMs: listed.retryAfterMs ?? BUSY_MS, ofAll: true }
    case 'refused':
      return { search, kind: 'undecided', why: 'refused', againBySelf: true }
    case 'unreachable':
      return { search, kind: 'undecided', why: 'unreachable', againBySelf: true, ofAll: listed.silent === true }
    case 'listed':
      if (!listed.complete) return { search, kind: 'undecided', why: 'too_many', againBySelf: true }
      if (!clocksAgree(listed.saidAt, askedMs, nowMs()))
        return { search, kind: 'undecided', why: 'unclear', againBySelf: true }
      return { search, kind: 'listed', listed }
  }
}

/** Where the provider does not say its time, nothing speaks against it. */
function clocksAgree(saidAt: string | null, askedMs: number, heardMs: number): boolean {
  if (saidAt === null) return true
  const saidMs = Date.parse(saidAt)
  return saidMs > askedMs - CLOCKS_AGREE_MS && saidMs < heardMs + CLOCKS_AGREE_MS
}

type ConnectionRow = Selectable<Connections>

/** Never another account than the one that was asked to send: it knows nothing of the text. */
async function openFor(
  context: Context,
  { due }: Search,
  connections: ConnectionRow[],
): Promise<{ connection: Connection } | { why: UndecidedReason; againBySelf: boolean }> {
  const { provider, provider_account } = due[0]!
  if (!adapterFor(provider).can.lists) return { why: 'no_listing', againBySelf: false }
  const row = connectionOf(connections, due[0]!)
  if (!row?.secrets_sealed) return { why: 'no_connection', againBySelf: true }
  if (row.account_sid !== provider_account) return { why: 'other_account', againBySelf: true }
  const sealer = await context.keys.forWorkspace(row.workspace_id)
  return { connection: openConnection(sealer, row, { simulatorUrl: context.simulatorUrl }) }
}

/** Of the workspace or of the installation, whose account it was; otherwise the workspace's, to say what is in the way. */
function connectionOf(connections: ConnectionRow[], one: Opened): ConnectionRow | undefined {
  const fitting = connections.filter(
    ({ workspace_id: owner, provider }) =>
      provider === one.provider && (owner === one.workspace_id || owner === INSTALLATION),
  )
  const own = fitting.find(({ workspace_id: owner }) => owner === one.workspace_id)
  return fitting.find(({ account_sid }) => account_sid === one.provider_account) ?? own
}

async function readConnections(tx: Tx, searches: Search[]): Promise<ConnectionRow[]> {
  const workspaces = [...new Set([INSTALLATION, ...searches.map(({ due }) => due[0]!.workspace_id)])]
  return tx.rows<ConnectionRow>('look_connections', 'select * from connections where workspace_id = any($1::text[])', [
    workspaces,
  ])
}
