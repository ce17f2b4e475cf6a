import type { Actor, Context } from '../kit/context.ts'
import { INSTALLATION } from '../kit/id.ts'
import { reasonOf } from '../settings/state.ts'
import { type ReadinessFacts, readFacts } from './facts.ts'
import type { Reader, Row } from './row.ts'
import { repliesRow } from './row-replies.ts'
import { accountRow, operatorCapRow, redirectRow } from './rows-guard.ts'
import { decisionsRow, receiptsArrive, receiptsRow } from './rows-know.ts'
import { phoneDataRow } from './rows-reach.ts'
import { credentialsRow, installationRow, senderRow, testedRow, usRegistrationRow } from './rows-send.ts'
import type { ReadinessOut } from './schema.ts'

const ROWS: Row[] = [
  installationRow,
  credentialsRow,
  senderRow,
  usRegistrationRow,
  testedRow,
  receiptsRow,
  repliesRow,
  decisionsRow,
  phoneDataRow,
  accountRow,
  operatorCapRow,
  redirectRow,
]

/** Whether texts can be sent, and why not: for every member, in words that give away nothing of the settings. */
export async function readChecklist(context: Context, actor: Actor): Promise<ReadinessOut> {
  const facts = await readFacts(context, actor)
  const reader: Reader = { seesSettings: actor.permissions.has('sms.read'), mayTest: actor.permissions.has('sms.test') }
  return {
    state: facts.state,
    reason: reasonOf(facts.state, facts.story),
    who_can_fix:
      actor.workspaceId === INSTALLATION || isAbove(facts)
        ? 'The operator of this installation'
        : oneOf(facts.configuring),
    checks: ROWS.map((row) => row(facts, reader))
      .filter((check) => check !== null)
      .map((check) => (facts.active?.inherited ? byOperator(check) : check)),
    receipts: receiptsArrive(facts, reader),
    checked_at: facts.active?.connection.checked_at?.toISOString() ?? null,
  }
}

/** More roles than this nobody reads. */
const NAMED = 6

function oneOf(roles: string[]): string {
  const shown = roles.length > NAMED ? [...roles.slice(0, NAMED - 1), 'another role'] : roles
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(shown)
}

/** What is about the connection itself nobody in a workspace that inherits it can mend. */
const OF_THE_CONNECTION = new Set(['credentials', 'sender', 'us_registration', 'account'])

function byOperator(check: ReadinessOut['checks'][number]): ReadinessOut['checks'][number] {
  if (!OF_THE_CONNECTION.has(check.id) || !check.remedy) return check
  return { ...check, remedy: 'The operator of this installation can mend it.', href: null }
}

/** What the workspace inherits, and what is switched off for all, no role of the workspace can mend. */
function isAbove({ state, active, story, current }: ReadinessFacts): boolean {
  if (state === 'suspended' || (state === 'off' && story.offAbove)) return true
  if (active?.inherited) return state === 'invalid' || state === 'can_create'
  return state === 'not_configured' && current.above?.ownAllowed === false
}
