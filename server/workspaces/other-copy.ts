import { randomBytes } from 'node:crypto'
import { OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import type { Context } from '../kit/context.ts'
import type { Env } from '../kit/route.ts'
import { sameBytes } from '../kit/seal.ts'
import { pauseCopy } from './sending-pause.ts'

const PATH = '/callbacks/self'
const TIMEOUT_MS = 5000
/** Two that were one until a moment ago have the same word; this long at most. */
const WORD_LASTS_MS = 10 * 60_000
/** Between two readings another process may have changed the word; hardly three times in a row. */
const TRIES = 3

const answer = z.object({ installation: z.base64url(), database: z.base64url() })

/**
 * Says, to whoever knows the installation's secrets, that this is that installation, and which of its copies: it proves
 * to know the word that its database holds at this moment, and tells it to nobody.
 */
export function selfRoutes(context: Context) {
  return new OpenAPIHono<Env>().get(`${PATH}/:nonce`, async (c) => {
    const { nonce } = c.req.param()
    if (!/^[\w-]{22}$/.test(nonce)) return c.body(null, 404)
    const [installation, database] = proofs(context, nonce, await readWord(context))
    return c.json({ installation: installation.toString('base64url'), database: database.toString('base64url') })
  })
}

/**
 * Asks at the public address whether this very database answers there. A copy that was made of a whole machine or disk
 * has nothing in it that differs; but the world reaches the other one, and sooner or later their words differ.
 */
export function openLookForOther(context: Context): () => Promise<boolean> {
  let changedAtMs = Number.NEGATIVE_INFINITY
  return async () => {
    if (performance.now() - changedAtMs > WORD_LASTS_MS) {
      await changeWord(context)
      changedAtMs = performance.now()
    }
    for (let tries = 0; tries < TRIES; tries++) if (!(await answersOther(context))) return false
    if (await context.db.signIn(pauseCopy))
      context.log.error(
        'Another copy of this installation answers at its public address. Sending is paused here until an operator releases it.',
      )
    return false
  }
}

/** No answer, or one of somebody who is not this installation, says nothing. */
async function answersOther(context: Context): Promise<boolean> {
  const publicUrl = context.publicUrl()
  if (!publicUrl) return false
  const nonce = randomBytes(16).toString('base64url')
  const before = await readWord(context)
  const url = `${publicUrl}${PATH}/${nonce}`
  const exchange = await context.egress.http({ method: 'GET', url, headers: {}, timeoutMs: TIMEOUT_MS })
  if (exchange.kind !== 'answered' || exchange.status !== 200) return false
  const said = answer.safeParse(parse(exchange.body))
  if (!said.success) return false
  const [installation, database] = proofs(context, nonce, before)
  if (!sameBytes(installation, Buffer.from(said.data.installation, 'base64url'))) return false
  const told = Buffer.from(said.data.database, 'base64url')
  const [, databaseNow] = proofs(context, nonce, await readWord(context))
  return !sameBytes(database, told) && !sameBytes(databaseNow, told)
}

/** By the key of the numbers' hashes: these begin with no plus sign, so they are never the hash of a number. */
function proofs(context: Context, nonce: string, word: string): [installation: Buffer, database: Buffer] {
  const { hashNumber } = context.keys
  return [hashNumber(`installation|${nonce}`), hashNumber(`database|${nonce}|${word}`)]
}

async function readWord(context: Context): Promise<string> {
  const row = await context.db.signIn((tx) => tx.selectFrom('installation').select('marker').executeTakeFirst())
  return row?.marker ?? ''
}

async function changeWord(context: Context): Promise<void> {
  const marker = randomBytes(16).toString('base64url')
  await context.db.signIn((tx) => tx.updateTable('installation').set({ marker }).execute())
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
