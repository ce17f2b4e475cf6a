import type { Selectable } from 'kysely'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
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

/** Asks about all of them, few at a time for each account, and stops asking one that has had enough. */
export async function askAll(context: Context, searches: Search[]): Promise<Answered[]> {
  const connections = await context.db.system((tx) => readConnections(tx, searches))
  const byAccount = Map.groupBy(searches, ({ account }) => account)
  const answers = await Promise.all(
    [...byAccount.values()].map((ofAccount) => askAccount(context, ofAccount, connections)),
  )
  return answers.flat()
}

async function askAccount(context: Context, searches: Search[], connections: ConnectionRow[]): Promise<Answered[]> {
  const answers: Answered[] = []
  const waiting = [...searches]
  let busyMs: number | null = null
  const askNext = async () => {
    for (let search = waiting.shift(); search; search = waiting.shift()) {
      const answer: Answered =
        busyMs === null ? await ask(context, search, connections) : { search, kind: 'busy', afterMs: busyMs }
      if (answer.kind === 'busy') busyMs = answer.afterMs
      answers.push(answer)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE_PER_ACCOUNT }, askNext))
  return answers
}

async function ask(context: Context, search: Search, connections: ConnectionRow[]): Promise<Answered> {
  const opened = await openFor(context, search, connections)
  if ('why' in opened) return { search, kind: 'undecided', ...opened }
  const adapter = adapterFor(opened.connection.provider)
  const listed = await adapter.list(context.egress.http, opened.connection, { to: search.to, since: search.since })
  switch (listed.kind) {
    case 'busy':
      return { search, kind: 'busy', afterMs: listed.retryAfterMs ?? BUSY_MS }
    case 'refused':
      return { search, kind: 'undecided', why: 'refused', againBySelf: true }
    case 'unreachable':
      return { search, kind: 'undecided', why: 'unreachable', againBySelf: true }
    case 'listed':
      if (!listed.complete) return { search, kind: 'undecided', why: 'too_many', againBySelf: true }
      return { search, kind: 'listed', listed }
  }
}

type ConnectionRow = Selectable<Connections>

/** Never another account than the one that was asked to send: it knows nothing of the text. */
async function openFor(
  context: Context,
  { due }: Search,
  connections: ConnectionRow[],
): Promise<{ connection: Connection } | { why: UndecidedReason; againBySelf: boolean }> {
  const { provider, workspace_id, provider_account } = due[0]!
  if (!adapterFor(provider).can.lists) return { why: 'no_listing', againBySelf: false }
  const row = connections.find((one) => one.workspace_id === workspace_id && one.provider === provider)
  if (!row?.secrets_sealed) return { why: 'no_connection', againBySelf: true }
  if (row.account_sid !== provider_account) return { why: 'other_account', againBySelf: true }
  const sealer = await context.keys.forWorkspace(workspace_id)
  return { connection: openConnection(sealer, row, { simulatorUrl: context.simulatorUrl }) }
}

async function readConnections(tx: Tx, searches: Search[]): Promise<ConnectionRow[]> {
  const workspaces = [...new Set(searches.map(({ due }) => due[0]!.workspace_id))]
  return tx.rows<ConnectionRow>('look_connections', 'select * from connections where workspace_id = any($1::text[])', [
    workspaces,
  ])
}
