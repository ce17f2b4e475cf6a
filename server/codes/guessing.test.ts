import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { OpenAPIHono } from '@hono/zod-openapi'
import { openSlice, type Slice } from '../../test/slice.ts'
import { Problem } from '../kit/problem.ts'
import { CODE_DIGITS, makeCode, type Owner, takeCode } from './codes.ts'
import { countCode } from './limits.ts'

let slice: Slice
before(async () => {
  slice = await openSlice(new OpenAPIHono())
})
after(() => slice.close())

const HOUR = 3600
const MINUTE = 60
/** What a thousand addresses may reach in an hour; here ten of them, as one in a hundred. */
const MOST_CHANCE = 5e-5
const START_MS = Date.parse('2031-03-01T12:00:00Z')

interface Guess {
  atSecond: number
  right: boolean
}

let numbers = 0
const newNumber = () => `+1415${2_000_000 + 10_000 * numbers++}`

/**
 * Somebody is after one number with an account at each address. At each of these seconds every account has a code sent to
 * it, as far as that is let through, and guesses until no guess is looked at any more. The clock that counts and the one
 * that codes run out by go together.
 */
async function attack(accounts: number, seconds: number[], asking = (_second: number) => accounts): Promise<Guess[]> {
  const workspaceId = await slice.workspace()
  const number = newNumber()
  const guesses: Guess[] = []
  let passed = 0
  for (const [step, second] of seconds.entries()) {
    slice.clock.at = new Date(START_MS + second * 1000)
    await letPass(workspaceId, second - passed)
    passed = second
    for (let i = 0; i < asking(second); i++) {
      // Those who have to wait for another code come last.
      const account = (i + 5 * step) % accounts
      const owner: Owner = { workspaceId, purpose: 'phone', subject: `account-${account}` }
      await askForCode(owner, number, `198.51.100.${account}`)
      for (;;) {
        const right = await guess(owner, guesses.length)
        if (right === null) break
        guesses.push({ atSecond: second, right })
      }
    }
  }
  return guesses
}

async function askForCode(owner: Owner, e164: string, address: string): Promise<void> {
  const { context, db } = slice
  const { workspaceId, subject } = owner
  const sealer = await context.keys.forWorkspace(workspaceId)
  try {
    await countCode(context, { workspaceId, subject, e164, address })
  } catch (problem) {
    if (problem instanceof Problem) return
    throw problem
  }
  await db.tenant(workspaceId, (tx) => makeCode(context, tx, sealer, owner, e164, 'Acme will text you.'))
}

/** Whether it was the code; null where it was not even looked at. */
async function guess(owner: Owner, n: number): Promise<boolean | null> {
  const { context, db } = slice
  const sealer = await context.keys.forWorkspace(owner.workspaceId)
  const tries = (tx: Parameters<Parameters<typeof db.tenant>[1]>[0]) =>
    tx.rows<{ tries: number }>('', 'select tries from codes where subject = $1', [owner.subject])
  return db.tenant(owner.workspaceId, async (tx) => {
    const [was] = await tries(tx)
    const entered = String((n * 7919) % 10 ** CODE_DIGITS).padStart(CODE_DIGITS, '0')
    const { ok } = await takeCode(context, tx, sealer, owner, entered)
    const [is] = await tries(tx)
    return was && is && is.tries > was.tries ? ok : null
  })
}

async function letPass(workspaceId: string, seconds: number): Promise<void> {
  const text = `update codes set resend_at = resend_at - s, expires_at = expires_at - s, sent_at = sent_at - s
    from make_interval(secs => $1) as s`
  await slice.db.tenant(workspaceId, (tx) => tx.rows('', text, [seconds]))
}

/** The most that fell into any sixty minutes. */
function worstHour(guesses: Guess[]): number {
  return Math.max(
    ...guesses.map(
      ({ atSecond }) => guesses.filter((g) => g.atSecond >= atSecond && g.atSecond < atSecond + HOUR).length,
    ),
  )
}

const steady = Array.from({ length: 25 }, (_, i) => i * 5 * MINUTE)
/** Keeps nearly all for the end of the hour that the first one began, and goes on in the next. */
const patient = [0, HOUR - 1, HOUR + 1, HOUR + 10 * MINUTE, 2 * HOUR - 2]

const ATTACKS: [name: string, seconds: number[], asking?: (second: number) => number][] = [
  ['every five minutes for two hours', steady],
  ['at the end of one hour and the beginning of the next', patient, (second) => (second === 0 ? 1 : 10)],
]

describe('from ten addresses, guessing the code of one number', () => {
  for (const [name, seconds, asking] of ATTACKS) {
    test(`${name}, comes to a chance of at most ${MOST_CHANCE} in any hour`, async () => {
      const guesses = await attack(10, seconds, asking)
      const most = worstHour(guesses)
      assert.ok(most >= 25, `only ${most} guesses: nobody attacked`)
      assert.ok(most / 10 ** CODE_DIGITS <= MOST_CHANCE, `${most} guesses in an hour`)
      assert.equal(guesses.filter(({ right }) => right).length, 0)
    })
  }

  test('more addresses bring no more guesses', async () => {
    const [few, many] = [await attack(10, steady), await attack(20, steady)]
    assert.equal(worstHour(many), worstHour(few))
  })

  test('one account with a session of its own has no more of them', async () => {
    const most = worstHour(await attack(1, steady))
    assert.ok(most / 10 ** CODE_DIGITS <= MOST_CHANCE, `${most} guesses in an hour`)
  })
})
