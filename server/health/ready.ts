import type { Context } from '../kit/context.ts'
import { missingMigrations } from '../kit/migrate.ts'
import { type Alarm, alarmsIn } from './alarms.ts'
import { readFacts } from './facts.ts'

export const CHECK_NAMES = ['database', 'migrations', 'key', 'sending'] as const
type CheckName = (typeof CHECK_NAMES)[number]

interface Check {
  name: CheckName
  ok: boolean
  reason: string | null
}

export interface Readiness {
  ready: boolean
  sending: boolean
  checks: Check[]
  alarms: Alarm[]
}

/** A load balancer asks often, and an installation has several: the database is asked once for all who ask meanwhile. */
const KEPT_MS = 1000
const DATABASE_TIMEOUT_MS = 1000

/**
 * Whether this process can do its work. Sending is told apart and does not make it unready: taken out of service it
 * would refuse texts that it can keep, and no other process would send them any sooner.
 */
export function openReadiness(context: Context): () => Promise<Readiness> {
  let asked: { atMs: number; answer: Promise<Readiness> } | undefined
  return () => {
    if (!asked || performance.now() - asked.atMs > KEPT_MS) {
      asked = { atMs: performance.now(), answer: within(DATABASE_TIMEOUT_MS, readReadiness(context)) }
    }
    return asked.answer
  }
}

async function within(ms: number, answer: Promise<Readiness>): Promise<Readiness> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Readiness>((resolve) => {
    timer = setTimeout(() => resolve(unready('database', `The database did not answer within ${ms / 1000} s.`)), ms)
  })
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}

export async function readReadiness(context: Context): Promise<Readiness> {
  try {
    const missing = await missingMigrations(context.db.pool)
    if (missing.length) return unready('migrations', `Not done yet: ${missing.join(', ')}.`)
    if (!(await keyFits(context))) return unready('key', 'The installation key does not fit this database.')
    const alarms = alarmsIn(await readFacts(context))
    const stopped = alarms.find((alarm) => alarm.stopsSending)
    return { ...checked('sending', stopped?.what ?? null), ready: true, sending: !stopped, alarms }
  } catch (error) {
    context.log.warn({ err: error }, 'not ready: the database was asked and failed')
    return unready('database', 'The database does not answer.')
  }
}

async function keyFits(context: Context): Promise<boolean> {
  const row = await context.db.signIn((tx) => tx.selectFrom('installation').select('key_check').executeTakeFirst())
  return row !== undefined && context.keys.knows(row.key_check)
}

function unready(name: CheckName, reason: string): Readiness {
  return { ...checked(name, reason), ready: false, sending: false, alarms: [] }
}

/** Looked at in this order: what comes after the one that failed was not reached, and is not known to be well. */
function checked(name: CheckName, reason: string | null): { checks: Check[] } {
  const at = CHECK_NAMES.indexOf(name)
  const checks = CHECK_NAMES.map((one, n) => {
    if (n < at) return { name: one, ok: true, reason: null }
    return { name: one, ok: n === at && reason === null, reason: n === at ? reason : 'Not looked at.' }
  })
  return { checks }
}
