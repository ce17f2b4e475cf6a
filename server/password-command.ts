import { parseArgs } from 'node:util'
import type { Database } from './kit/db.ts'
import { makeResetLink, RESET_MINUTES } from './sign-in/reset.ts'
import { type Place, withDatabase } from './with-database.ts'

const USAGE = 'Usage: npm run handset -- password EMAIL'

/** What of the configuration says where Handset is. */
interface Surroundings extends Place {
  publicUrl: string | null
  port: number
}

/**
 * Prints a link by which somebody sets a new password, for where no mail can be sent. Whoever can run it owns the machine
 * anyway. As the shell sees it: 0 is done, 1 could not be done, 2 was not understood.
 */
export async function passwordCommand(args: string[], config: Surroundings): Promise<0 | 1 | 2> {
  const email = readEmail(args)
  if (!email) return 2
  try {
    const link = await withDatabase(config, (db) => linkFor(db, email, config))
    if (!link) throw new Error(`Nobody has the address ${email}.`)
    console.log(`Whoever opens this within ${RESET_MINUTES} minutes sets the password of ${email}, once:\n${link}`)
    return 0
  } catch (error) {
    console.error((error as Error).message)
    return 1
  }
}

function readEmail(args: string[]): string | null {
  try {
    const { positionals } = parseArgs({ args, allowPositionals: true, options: {} })
    const [email, ...more] = positionals
    if (email?.includes('@') && more.length === 0) return email
    throw new Error('Say whose password, by the email address.')
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`)
    return null
  }
}

async function linkFor(db: Database, email: string, config: Surroundings): Promise<string | null> {
  const saved = await db.signIn((tx) => tx.selectFrom('installation').select('public_url').executeTakeFirst())
  const base = config.publicUrl ?? saved?.public_url ?? `http://127.0.0.1:${config.port}`
  return makeResetLink({ db }, email, base)
}
