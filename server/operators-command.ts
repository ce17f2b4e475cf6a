import { parseArgs } from 'node:util'
import { COMMAND_LINE } from './audit/record.ts'
import type { Database } from './kit/db.ts'
import { type Place, withDatabase } from './with-database.ts'
import { addOperator, listOperators, removeOperator } from './workspaces/operators.ts'

const USAGE = 'Usage: npm run handset -- operators [add EMAIL | remove EMAIL]'
/** More than any installation has. */
const MOST_LISTED = 1000

type Given = { do: 'list' } | { do: 'add' | 'remove'; email: string }

/**
 * Lists the operators, makes somebody one or takes it away, for when none of them can. Whoever can run it owns the machine
 * anyway. As the shell sees it: 0 is done, 1 could not be done, 2 was not understood.
 */
export async function operatorsCommand(args: string[], config: Place): Promise<0 | 1 | 2> {
  const given = readArgs(args)
  if (typeof given === 'string') {
    console.error(`${given}\n${USAGE}`)
    return 2
  }
  try {
    console.log(await withDatabase(config, (db) => carryOut(db, given)))
    return 0
  } catch (error) {
    console.error((error as Error).message)
    return 1
  }
}

function readArgs(args: string[]): Given | string {
  try {
    const { positionals } = parseArgs({ args, allowPositionals: true, options: {} })
    const [name = 'list', email, ...more] = positionals
    if (name === 'list' && email === undefined) return { do: 'list' }
    if (name !== 'add' && name !== 'remove') return `There is no command operators ${positionals.join(' ')}.`
    if (!email?.includes('@') || more.length) return 'Say whom, by the email address.'
    return { do: name, email: email.toLowerCase() }
  } catch (error) {
    return (error as Error).message
  }
}

async function carryOut(db: Database, given: Given): Promise<string> {
  if (given.do === 'list') {
    const { items } = await listOperators({ db }, { limit: MOST_LISTED })
    return items.map(({ name, email }) => `${name} <${email}>`).join('\n') || 'There is no operator.'
  }
  if (given.do === 'add') {
    const { name } = await db.signIn((tx) => addOperator(tx, COMMAND_LINE, given.email))
    return `${name} is an operator from their next request on.`
  }
  await db.signIn((tx) => removeOperator(tx, COMMAND_LINE, 'email', given.email))
  return `${given.email} is no operator any more.`
}
