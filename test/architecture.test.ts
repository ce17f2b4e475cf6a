import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, normalize } from 'node:path'
import { test } from 'node:test'

/** Each level may import those before it. Slices on one level do not import each other. */
const LEVELS = [
  ['shared'],
  ['server/kit'],
  ['server/audit'],
  ['server/workspaces', 'server/consent', 'server/mail', 'server/providers', 'server/templates', 'server/links'],
  ['server/settings', 'server/spend', 'server/sign-in', 'server/members', 'server/people', 'server/codes'],
  ['server/messages', 'server/scim'],
  [
    'server/readiness',
    'server/backup',
    'server/verification',
    'server/alerts',
    'server/inbox',
    'server/statistics',
    'server/webhooks',
    'server/retention',
  ],
  ['server/health', 'server/keys', 'server/diagnosis'],
  ['server'],
]

/** Allowed beside the levels, each with its reason. */
const GRANTS: Record<string, string[]> = {
  // The first owner's page settles mail together with the rest.
  'server/workspaces': ['server/mail'],
  // The heads of its chains go outside by mail, and by calls signed like a provider’s.
  'server/audit': ['server/mail', 'server/providers'],
  // The context carries what is opened once at start; types only.
  'server/kit': ['server/workspaces'],
}

/** Transactions that cross workspaces: the loops, and what they call. Everything else sees one workspace. */
const CROSSES_WORKSPACES = [
  'server/audit/chain.ts',
  'server/audit/outside.ts',
  'server/audit/send-heads.ts',
  'server/audit/verify-all.ts',
  'server/audit/verify.ts',
  'server/health/facts.ts',
  'server/health/figures.ts',
  'server/health/keep-minute.ts',
  'server/health/read-minutes.ts',
  'server/health/workers.ts',
  'server/keys/re-wrap.ts',
  'server/kit/key-fit.ts',
  'server/alerts/claim-events.ts',
  'server/alerts/due/dates-turn.ts',
  'server/alerts/due/recheck.ts',
  'server/alerts/erase-events.ts',
  'server/alerts/fall-through.ts',
  'server/links/links.ts',
  'server/mail/message-mails.ts',
  'server/mail/post.ts',
  'server/mail/reseal.ts',
  'server/messages/ask.ts',
  'server/messages/begin.ts',
  'server/messages/decide.ts',
  'server/messages/doubt.ts',
  'server/messages/erase-notices.ts',
  'server/messages/erase-texts.ts',
  'server/messages/erasing.ts',
  'server/messages/follow-opt-out.ts',
  'server/messages/way-back.ts',
  'server/messages/gateway-receipts.ts',
  'server/messages/hold-back.ts',
  'server/messages/inbound-review.ts',
  'server/messages/inbound.ts',
  'server/messages/look-up.ts',
  'server/messages/opt-out-links.ts',
  'server/messages/pace.ts',
  'server/messages/poll-replies.ts',
  'server/messages/receipts.ts',
  'server/messages/reconcile.ts',
  'server/messages/refused.ts',
  'server/messages/settle.ts',
  'server/messages/shift.ts',
  'server/messages/suspects.ts',
  'server/messages/sweep.ts',
  'server/messages/tell-failing.ts',
  'server/people/erasures.ts',
  'server/people/import/claim.ts',
  'server/people/import/drop-files.ts',
  'server/people/quality/recount.ts',
  'server/retention/turn.ts',
  'server/settings/follow.ts',
  'server/settings/recheck.ts',
  'server/settings/replies-look.ts',
  'server/settings/tell-pause.ts',
  'server/statistics/turn.ts',
  'server/webhooks/claim.ts',
  'server/webhooks/forget.ts',
  'server/webhooks/settle.ts',
  'server/webhooks/tell-disabled.ts',
  'server/workspaces/erase.ts',
  'server/workspaces/list-workspaces.ts',
  'server/workspaces/release-sending.ts',
]

const files = globSync('{shared,server,simulator,console}/**/*.{ts,tsx}', {
  exclude: (path) => path.includes('node_modules'),
}).filter((path) => !path.includes('.test.') && !path.includes('/testing'))

function importsOf(path: string): string[] {
  const text = readFileSync(path, 'utf8')
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match) =>
    normalize(`${dirname(path)}/${match[1]}`),
  )
}

/** `server/messages/send.ts` belongs to `server/messages`; `server/api.ts` to `server`; a file in `shared` to `shared`. */
function sliceOf(path: string): string {
  const [top, second, third] = path.split('/')
  return top === 'server' && third !== undefined ? `server/${second}` : top!
}

function levelOf(slice: string): number {
  return LEVELS.findIndex((level) => level.includes(slice))
}

test('the check looked at the project and not at an empty list', () => {
  assert.ok(files.length > 100, `only ${files.length} files were found`)
})

test('every folder of the server stands on a level', () => {
  const slices = new Set(files.filter((path) => path.startsWith('server/')).map(sliceOf))
  assert.deepEqual(
    [...slices].filter((slice) => levelOf(slice) < 0),
    [],
  )
})

test('imports point one way: from later levels to earlier ones, never across', () => {
  const wrong: string[] = []
  for (const path of files.filter((one) => levelOf(sliceOf(one)) >= 0)) {
    const from = sliceOf(path)
    for (const target of importsOf(path)) {
      const to = sliceOf(target)
      if (to === from || levelOf(to) < 0 || levelOf(to) < levelOf(from) || GRANTS[from]?.includes(to)) continue
      wrong.push(`${path} imports ${target}`)
    }
  }
  assert.deepEqual(wrong, [])
})

test('the simulator shares nothing with the server but shared/', () => {
  const wrong = files
    .filter((path) => path.startsWith('simulator/'))
    .flatMap((path) =>
      importsOf(path)
        .filter((target) => /^(server|console)\//.test(target))
        .map((target) => `${path} imports ${target}`),
    )
  const server = files
    .filter((path) => path.startsWith('server/'))
    .flatMap((path) =>
      importsOf(path)
        .filter((target) => target.startsWith('simulator/'))
        .map((target) => `${path} imports ${target}`),
    )
  assert.deepEqual([...wrong, ...server], [])
})

test('the console takes only types from the server', () => {
  const wrong = files
    .filter((path) => path.startsWith('console/'))
    .flatMap((path) => {
      const text = readFileSync(path, 'utf8')
      return [...text.matchAll(/import (?!type)[^'\n]*from '((?:\.\.\/)+server\/[^']+)'/g)].map(
        (match) => `${path} imports ${match[1]}`,
      )
    })
  assert.deepEqual(wrong, [])
})

test('adapters see the contract, shared and packages: no database, no context', () => {
  const allowed = /^(shared\/|server\/providers\/(adapter\.ts|adapters\/))/
  const wrong = files
    .filter((path) => path.startsWith('server/providers/adapters/'))
    .flatMap((path) =>
      importsOf(path)
        .filter((target) => !allowed.test(target))
        .map((target) => `${path} imports ${target}`),
    )
  assert.deepEqual(wrong, [])
})

test('only the listed files cross workspaces', () => {
  const crossing = files.filter(
    (path) =>
      path.startsWith('server/') &&
      !path.startsWith('server/kit/') &&
      /\bdb\.system\(/.test(readFileSync(path, 'utf8')),
  )
  assert.deepEqual(
    crossing.filter((path) => !CROSSES_WORKSPACES.includes(path)),
    [],
  )
})

test('only what deletes whole workspaces takes the role that may', () => {
  const erasing = files.filter(
    (path) =>
      path.startsWith('server/') && !path.startsWith('server/kit/') && /\bdb\.erase\(/.test(readFileSync(path, 'utf8')),
  )
  assert.deepEqual(erasing, ['server/workspaces/erase.ts'])
})

test('only the configuration reads the environment', () => {
  const readers = files.filter((path) => /process\.env\b/.test(readFileSync(path, 'utf8')))
  assert.deepEqual(
    readers.filter((path) => !['server/config.ts', 'simulator/config.ts'].includes(path)),
    [],
  )
})
