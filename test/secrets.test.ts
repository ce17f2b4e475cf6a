import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Canary, findCanaries, phoneCanary, randomSecret, secretCanary } from './leaks/canaries.ts'
import { doEverything, type Everything } from './leaks/everything.ts'
import type { Answered, Place } from './leaks/observed.ts'
import { REQUESTS } from './requests.ts'

/** Each takes a permission of its own or is a file that is asked for, and that somebody looked is on record. */
const REVEALS = [
  'POST /v1/messages/{id}/reveal',
  'POST /v1/people/{id}/reveal',
  'POST /v1/inbound/{id}/reveal',
  'POST /v1/opt-outs/{handle}/reveal',
  'GET /v1/opt-outs/export',
]

let all: Everything
/** What may be nowhere but in an answer to whoever may see it. */
let planted: Canary[]
before(async () => {
  all = await doEverything()
  planted = [...all.secrets, ...all.phones, ...all.bodies]
})
after(() => all?.seen.remove())

function assertNone(canaries: readonly Canary[], places: readonly Place[]): void {
  assert.ok(places.length > 0)
  const found = places.flatMap(({ where, text }) => findCanaries(canaries, text).map((what) => `${where}: ${what}`))
  assert.deepEqual(found, [])
}

const placeOf = ({ route, status, text }: Answered): Place => ({ where: `${route} answering ${status}`, text })
const log = (): Place => ({ where: 'log', text: all.seen.log.join('\n') })

test('the search finds what it looks for, in every spelling', () => {
  const secret = secretCanary('secret', `${randomSecret()}+/= ü"`)
  const basic = Buffer.from(`AC${'0'.repeat(32)}:${secret.value}`).toString('base64')
  const places = [
    secret.value,
    `https://x.example/?key=${encodeURIComponent(secret.value)}`,
    new URLSearchParams({ key: secret.value }).toString(),
    JSON.stringify({ secret: secret.value }),
    Buffer.from(secret.value).toString('hex'),
    Buffer.from(secret.value).toString('base64url'),
    `authorization: Basic ${basic}`,
    `authorization: Basic ${Buffer.from(`user:${secret.value}`).toString('base64')}`,
  ]
  for (const place of places) assert.ok(findCanaries([secret], place).length > 0, place)
  const phone = phoneCanary('phone')
  const [, area, middle, tail] = /^\+1(...)(...)(....)$/.exec(phone.value)!
  for (const place of [
    phone.value,
    `(${area}) ${middle}-${tail}`,
    `${area}-${middle}-${tail}`,
    `+1 ${area} ${middle} ${tail}`,
  ])
    assert.ok(findCanaries([phone], place).length > 0, place)
  assert.deepEqual(findCanaries([secret, phone], `+1 ••• ••• ${tail} ${randomSecret()}`), [])
})

test('all routes were asked, well and badly, and all went wrong that can', () => {
  const { answers } = all.seen
  assert.ok(answers.length > 500, `${answers.length} answers`)
  const routes = (holds: (status: number) => boolean) =>
    new Set(answers.filter(({ status }) => holds(status)).map(({ route }) => route))
  const [well, badly] = [routes((status) => status < 300), routes((status) => status >= 400)]
  assert.deepEqual(
    Object.keys(REQUESTS).filter((route) => !well.has(route) || !badly.has(route)),
    [],
  )
  const statuses = new Set(answers.map(({ status }) => status))
  for (const status of [200, 201, 202, 204, 400, 401, 403, 404, 409, 413, 415, 422, 500, 503])
    assert.ok(statuses.has(status), `no answer ${status}`)
  assert.deepEqual(all.attemptStates, ['accepted', 'not_sent', 'rejected', 'unknown'])
  for (const told of ['a request failed', 'a turn failed', 'refuses the account'])
    assert.ok(log().text.includes(told), `nothing in the log says: ${told}`)
})

describe('no secret, no code, no number and no text is', () => {
  test('in the log at its most talkative, or beside it', () => {
    assertNone(planted, [log(), { where: 'stderr', text: all.seen.stderr() }])
  })

  test('in a table', () => {
    assert.ok(all.tables.length > 20)
    assertNone(planted, all.tables)
  })

  test('in a file of the database, its log of changes and its log of errors included', () => {
    const names = all.files.map(({ where }) => where)
    assert.ok(names.some((name) => name.includes('pg_wal/')))
    assert.ok(names.some((name) => /log\/postgresql-\w+\.log/.test(name)))
    assertNone(planted, all.files)
  })

  test('in the list of processes and their environments', () => {
    assert.ok(all.processes.includes('serve.ts'))
    assertNone(planted, [{ where: 'ps', text: all.processes }])
  })
})

describe('no secret and no number is', () => {
  test('in an answer, its headers included', () => {
    assertNone(all.secrets, all.seen.answers.map(placeOf))
    assertNone(all.phones, all.seen.answers.filter(({ route }) => !REVEALS.includes(route)).map(placeOf))
  })

  test('in a page: they are served as they lie there', () => {
    const pages = all.seen.answers.filter(({ route, status }) => route === 'GET page' && status === 200)
    assert.ok(pages.length >= 3)
    for (const { body } of pages) assert.equal(body, all.seen.page)
  })
})

test('what is made here is shown once, to whoever made it', () => {
  assert.ok(all.madeHere.length >= 4)
  for (const { canary, shownIn } of all.madeHere) {
    const shown = all.seen.answers.filter(({ text }) => findCanaries([canary], text).length > 0)
    assert.deepEqual(
      shown.map((answer) => answer.route),
      shownIn,
      canary.name,
    )
    assertNone([canary], [log(), ...all.tables, ...all.files, { where: 'ps', text: all.processes }])
  }
})

test('a number and a text are there for those who may see them, so they could have been found elsewhere', () => {
  const routesWith = (canaries: Canary[]) =>
    new Set(all.seen.answers.filter(({ text }) => findCanaries(canaries, text).length > 0).map(({ route }) => route))
  assert.ok(routesWith(all.phones).has(REVEALS[0]!))
  assert.ok(routesWith(all.bodies).has('GET /v1/messages/{id}'))
  for (const said of all.ofEvents) assert.ok(routesWith([said]).has('GET /v1/events/{id}'), said.name)
})
