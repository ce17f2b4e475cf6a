import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { INSTALLATION } from '../server/kit/id.ts'
import { openMailServer } from '../server/mail/testing.ts'
import { PERMISSIONS, type Permission } from '../shared/permissions.ts'
import type { TestWorkspace } from './app.ts'
import { type Carrier, fullAccount, startCarrier } from './carrier.ts'
import { madeUpNames, type Names } from './request-names.ts'
import { REQUESTS } from './requests.ts'
import { type Answer, type Asking, asking, caseOf, lesson, ROUTES, wordsIn } from './tenancy-asking.ts'
import { differences, type Furnished, furnish, missing, rowsAtRest, rowsOf } from './tenancy-furnish.ts'
import { inboxEntryOf } from './tenancy-inbox.ts'
import {
  allBut,
  type Caller,
  keyHolders,
  type Member,
  membersOf,
  operator,
  ownRole,
  type Person,
  signInAs,
  strangers,
} from './tenancy-people.ts'

/** What takes something away comes late, and what takes everything away last. */
const rank = (route: string) => (REQUESTS[route]?.last ? 2 : Number(route.startsWith('DELETE')))
const inOrder = ROUTES.filter((route) => REQUESTS[route]).sort((a, b) => rank(a) - rank(b))

let carrier: Carrier
let ask: Asking
let ours: Furnished
let theirs: Furnished
let theirKey: Caller
let rows: Record<'ours' | 'theirs', { id: string; before: Awaited<ReturnType<typeof rowsOf>> }>
let nobodies: Caller[]
let members: Member[]
let keyWith: ReturnType<typeof keyHolders>
let roleWith: Awaited<ReturnType<typeof ownRole>>
/** Was removed from ours, and never was in another. */
let removed: Person
/** Owns their workspace and knows none of ours. */
let theirOwner: Person
/** Owns ours, and is a mere member of theirs. */
let inBoth: Person
let theOperator: Awaited<ReturnType<typeof operator>>

const keyOf = (route: string) => `order ${route}`

const mailServer = openMailServer()
before(async () => {
  const environment = {
    HANDSET_SMTP_URL: `smtp://127.0.0.1:${await mailServer.listen()}`,
    HANDSET_MAIL_FROM: 'alerts@acme.example',
  }
  carrier = await startCarrier({ environment })
  const { server, simulator } = carrier
  ask = asking(server.url)
  const own = await server.workspace({ name: 'Acme' })
  const other = await server.workspace({ name: 'Zirconia Works' })
  await furnishBoth(own, other)
  theirKey = { who: 'their key', headers: { authorization: `Bearer ${other.key}` } }
  nobodies = await strangers(server, own.id)
  members = await membersOf(server, own.id)
  keyWith = keyHolders(server, own.id)
  // Made now, so that nothing in our rows changes from here on.
  await Promise.all([[], PERMISSIONS, ...PERMISSIONS.map(allBut)].map(keyWith))
  roleWith = await ownRole(server, own.id)
  removed = await signInAs(server, { [own.id]: 'owner' })
  await server.context.db.tenant(own.id, (tx) =>
    tx.deleteFrom('members').where('user_id', '=', removed.userId).execute(),
  )
  theirOwner = await signInAs(server, { [other.id]: 'owner' })
  inBoth = await signInAs(server, { [own.id]: 'owner', [other.id]: 'member' })
  theOperator = await operator(server)
  ours.names.settings = fullAccount(simulator)
  ours.names.session = await members[0]!.person.elsewhere()
  theirs.names.session = await theirOwner.elsewhere()
  ours.names.inboxEntry = await inboxEntryOf(server, own, members[0]!.person)
  theirs.names.inboxEntry = await inboxEntryOf(server, other, theirOwner)
  theirs.words.push(theirs.names.session, theirs.names.inboxEntry)
  const [before, theirBefore] = [await rowsAtRest(carrier, own.id), await rowsAtRest(carrier, other.id)]
  rows = { ours: { id: own.id, before }, theirs: { id: other.id, before: theirBefore } }
})
after(async () => {
  await carrier.stop()
  await mailServer.close()
})

async function furnishBoth(own: TestWorkspace, other: TestWorkspace): Promise<void> {
  const account = carrier.simulator.state.accounts.find(({ name }) => name === 'Another account')!
  const credentials = { kind: 'auth_token', auth_token: account.authToken }
  const sender = { kind: 'phone_number', phone_number: '+12125550170' }
  const full = fullAccount(carrier.simulator)
  ours = await furnish(carrier, {
    workspace: own,
    word: 'Fuchsia',
    area: '+1415557',
    dailyCapMicros: 50_000_000,
    settings: full,
    idempotencyKeys: [],
  })
  theirs = await furnish(carrier, {
    workspace: other,
    word: 'Zirconia',
    area: '+1415555',
    dailyCapMicros: 987_654_321,
    settings: { ...full, account_sid: account.sid, credentials, sender },
    idempotencyKeys: ROUTES.map(keyOf),
  })
  theirs.words.push('irconia', account.sid, account.authToken, '12125550170', '987654321')
}

/** Whatever is asked about: what is our own, what is theirs, and what does not exist. */
function allIds(route: string): Names[] {
  const theirNames = { ...theirs.names, idempotencyKey: keyOf(route), settings: ours.names.settings }
  return [{ ...ours.names, idempotencyKey: `our ${keyOf(route)}` }, theirNames, missing(theirNames)]
}

async function askAbout(route: string, caller: Caller, about = allIds(route)): Promise<Answer[]> {
  const answers = await Promise.all(about.map((names) => ask(route, caller, names)))
  for (const [i, answer] of answers.entries()) {
    assert.ok(answer.status < 500, `${caller.who}: ${answer.text}`)
    // The operator is told of every workspace.
    if (caller.workspace === INSTALLATION && caseOf(route).needs === 'operator') continue
    assert.deepEqual(wordsIn(theirs.words, route, about[i]!, answer), [], caller.who)
  }
  return answers
}

/** Refused in the same words whatever was asked about. */
async function refused(route: string, caller: Caller, status: number, code: string): Promise<void> {
  for (const { status: was, body, text } of await alikeFor(route, caller))
    assert.deepEqual([was, body.code], [status, code], `${caller.who}: ${text}`)
}

async function alikeFor(route: string, caller: Caller): Promise<Answer[]> {
  const answers = await askAbout(route, caller)
  for (const { text } of answers) assert.equal(text, answers[0]!.text, caller.who)
  return answers
}

const wantedOf = (route: string): readonly Permission[] => {
  const { needs } = caseOf(route)
  return typeof needs === 'string' ? [] : needs
}

function mayAsk(route: string, permissions: readonly Permission[]): boolean {
  return caseOf(route).needs !== 'operator' && wantedOf(route).every((one) => permissions.includes(one))
}

test('each route of the API has its entry, and no entry is for a route that is gone', () => {
  const without = ROUTES.filter((route) => !REQUESTS[route])
  const gone = Object.keys(REQUESTS).filter((route) => !ROUTES.includes(route))
  const add = `Say in REQUESTS of test/requests.ts whom it is for and how a good request looks, as in
  '${without[0]}': { needs: ['the.permission'], request: ({ id }) => ({ path: \`/v1/…/\${id}\` }) },
with every id from Names; a new kind of id is added to Names and madeUpNames() of request-names.ts and to furnish() of tenancy-furnish.ts.`
  assert.deepEqual(without, [], `${without.length} routes have no entry. ${add}`)
  assert.deepEqual(gone, [], 'Take these entries out of REQUESTS in test/requests.ts.')
})

describe('who may not', () => {
  for (const route of inOrder) {
    const { needs } = caseOf(route)
    const wanted = wantedOf(route)

    test(`${route}: nobody is let in without a key or a session that holds`, async () => {
      if (needs === 'anybody') return
      await Promise.all(nobodies.map((caller) => refused(route, caller, 401, 'not_signed_in')))
    })

    test(`${route}: a role that lacks what it takes is refused, whatever it asks about`, async () => {
      const lacking = members.filter(({ permissions }) => !mayAsk(route, permissions))
      await Promise.all(lacking.map((member) => refused(route, member, 403, 'not_allowed')))
      for (const one of wanted) await refused(route, await roleWith(allBut(one)), 403, 'not_allowed')
    })

    test(`${route}: so is a key`, async () => {
      const tooLittle: (readonly Permission[])[] = wanted.map(allBut)
      if (wanted.length > 0) tooLittle.push([])
      // No key is the operator or a person, whatever it may do.
      if (needs === 'operator' || needs === 'person') tooLittle.push(PERMISSIONS)
      for (const permissions of tooLittle) await refused(route, await keyWith(permissions), 403, 'not_allowed')
    })

    test(`${route}: who names a workspace they do not belong to learns nothing of it`, async () => {
      const outside = (workspace: string) => [
        theirOwner.as('their owner', workspace),
        theOperator.as('the operator', workspace),
      ]
      for (const caller of outside(ours.names.workspace)) await refused(route, caller, 404, 'workspace_not_found')
      const made = madeUpNames().workspace
      const [known, unknown] = [theirOwner.as('their owner', INSTALLATION), theirOwner.as('their owner', made)]
      await refused(route, known, 404, 'workspace_not_found')
      await refused(route, unknown, 404, 'workspace_not_found')
    })

    test(`${route}: who was removed is as good as nobody`, async () => {
      if (needs === 'anybody' || needs === 'person') return
      for (const workspace of [ours.names.workspace, theirs.names.workspace, madeUpNames().workspace])
        for (const { status, text } of await alikeFor(route, removed.as('who was removed', workspace)))
          assert.ok([401, 403].includes(status), text)
    })

    test(`${route}: who belongs to both is in each what they are there`, async () => {
      if (needs !== 'operator' && wanted.length === 0) return
      await refused(route, inBoth.as('our owner in theirs', theirs.names.workspace), 403, 'not_allowed')
    })
  }

  test('and not one row was touched by any of that', async (t) => {
    await roleWith([])
    for (const { id, before } of [rows.ours, rows.theirs])
      assert.deepEqual(differences(before, await rowsOf(carrier, id)), [])
    t.diagnostic(`${ask.asked()} requests`)
  })
})

describe('who may', () => {
  for (const route of inOrder) {
    const { needs, namesNothing } = caseOf(route)
    let asked = false
    /** Where something is made, their number and Idempotency-Key are ours as well once they were used here. */
    const theirNames = (): Names => {
      const names = allIds(route)[1]!
      if (!caseOf(route).request(names).headers) return names
      const { number, idempotencyKey } = asked ? madeUpNames() : names
      asked = true
      return { ...names, number, idempotencyKey }
    }

    /** What is theirs looks like what does not exist. */
    async function alike(caller: Caller): Promise<void> {
      const about = theirNames()
      const [foreign, absent] = await askAbout(route, caller, [about, missing(about)])
      if (!namesNothing) assert.equal(lesson(route, foreign!), lesson(route, absent!), caller.who)
      if (needs === 'anybody') return
      for (const { status, text } of [foreign!, absent!])
        assert.ok(![401, 403].includes(status), `${caller.who}: ${status} ${text}`)
    }

    test(`${route}: what is our own is there for each role that may ask`, async () => {
      const may: Caller[] = members.filter(({ permissions }) => mayAsk(route, permissions))
      if (needs === 'operator') may.push(theOperator.inInstallation)
      const answers: Answer[] = []
      for (const caller of may) {
        const names = { ...ours.names, idempotencyKey: madeUpNames().idempotencyKey }
        const [answer] = await askAbout(route, caller, [names])
        if (needs !== 'anybody') assert.ok(![401, 403].includes(answer!.status), `${caller.who}: ${answer!.text}`)
        answers.push(answer!)
      }
      // What may happen once is done by the first of them.
      if (!namesNothing) assert.ok(answers[0]!.status < 300, `${may[0]!.who}: ${answers[0]!.text}`)
    })

    test(`${route}: what is theirs looks to each role like what does not exist`, async () => {
      for (const member of members) if (mayAsk(route, member.permissions)) await alike(member)
      if (needs === 'operator') return
      // Who asks about themselves is told of both, since they belong to both.
      if (wantedOf(route).length > 0) await alike(inBoth.as('our owner, a member of theirs', ours.names.workspace))
      await alike(await roleWith(wantedOf(route)))
    })

    test(`${route}: so it does to a key, and to the operator`, async () => {
      if (needs !== 'operator' && needs !== 'person') await alike(await keyWith(wantedOf(route)))
      if (needs !== 'operator') await alike(theOperator.inInstallation)
    })
  }

  test('and not one row of theirs was touched', async (t) => {
    const { id, before } = rows.theirs
    const { messages, connections, api_keys } = before
    assert.ok(messages!.length > 30 && connections!.length === 1 && api_keys!.length === 2)
    assert.deepEqual(differences(before, await rowsOf(carrier, id)), [])
    t.diagnostic(`${ask.asked()} requests`)
  })
})

test('to themselves all of it is there, so the search for their words finds them where they are', async () => {
  for (const route of inOrder.filter((one) => caseOf(one).needs !== 'operator' && !caseOf(one).namesNothing)) {
    const names = { ...theirs.names, idempotencyKey: keyOf(route) }
    const caller = caseOf(route).needs === 'person' ? theirOwner.as('their owner', names.workspace) : theirKey
    if (caseOf(route).request(names).headers) {
      const used = await ask(route, caller, names)
      assert.equal(used.body.code, 'idempotency_key_reused', route)
    }
    const answer = await ask(route, caller, { ...names, idempotencyKey: madeUpNames().idempotencyKey })
    assert.ok(answer.status < 300, `${route}: ${answer.status} ${answer.text}`)
  }
  const settings = await ask('GET /v1/sms/settings', theirKey, theirs.names)
  assert.ok(wordsIn(theirs.words, 'GET /v1/sms/settings', theirs.names, settings).length >= 3)
})
