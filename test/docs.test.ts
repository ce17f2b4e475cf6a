import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join, normalize } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { z } from 'zod'
import { problemSchema } from '../server/kit/route.ts'
import { CLASS_RULES } from '../server/messages/classes.ts'
import { GROUPS } from '../server/messages/groups.ts'
import {
  CLASSES,
  manyAccepted,
  manyInput,
  messageAccepted,
  messageInput,
  messageOut,
  STATUSES,
} from '../server/messages/schema.ts'
import { WEBHOOK_TYPES } from '../shared/webhooks.ts'
import { anchorsIn, codeIn, linksIn, type Page, readPage, rowsIn } from './markdown.ts'

const pages = globSync(['*.md', 'docs/**/*.md']).sort().map(readPage)
const page = (path: string) => pages.find((one) => one.path === path)!
/** Of every file, to find those that are named without their folder. */
const names = new Set(globSync('{server,shared,simulator,console,scripts,test}/**/*.*').map((path) => basename(path)))
const scripts: Record<string, string> = JSON.parse(readFileSync('package.json', 'utf8')).scripts

/** What npm knows by itself. */
const NPM_OWN = ['ci', 'install']

/** What a block of JSON in the documentation must be, by the name behind `json`. */
const SHAPES: Record<string, z.ZodType> = {
  MessageInput: messageInput,
  MessageAccepted: messageAccepted.strict(),
  ManyInput: manyInput,
  ManyAccepted: manyAccepted.strict(),
  Problem: problemSchema.strict(),
  // What a gateway really gets is compared with this sample in docs-samples.test.ts.
  WebhookCall: z.strictObject({
    type: z.enum(WEBHOOK_TYPES),
    timestamp: z.iso.datetime(),
    workspace_id: z.string(),
    sequence: z.number().int(),
    data: messageOut.pick({ id: true, status: true, to: true }).strict(),
  }),
  WebhookBody: z.strictObject({
    to: z.string(),
    body: z.string(),
    workspace_id: z.string(),
    event_type: z.string(),
    timestamp: z.iso.datetime(),
  }),
}

test('the pages that a reader looks for are there', () => {
  const wanted = [
    ...['README.md', 'SECURITY.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'STYLE.md', 'CHANGELOG.md'],
    ...['docs/guides/api.md', 'docs/guides/configuration.md', 'docs/guides/operating.md'],
  ]
  assert.deepEqual(
    wanted.filter((path) => !page(path)),
    [],
  )
  assert.match(readFileSync('LICENSE', 'utf8'), /Apache License\s+Version 2\.0, January 2004[\s\S]+END OF TERMS/)
})

test('every npm command that is named exists', () => {
  const named = pages.flatMap((one) =>
    [...one.text.matchAll(/\bnpm (?:run )?([a-z]+)\b/g)]
      .filter((match) => match[0].startsWith('npm run ') || /[`\n]$/.test(one.text.slice(0, match.index)))
      .map((match) => ({ path: one.path, name: match[1]! })),
  )
  assert.ok(named.length > 15, `only ${named.length} were found`)
  const unknown = named.filter(({ name }) => !(name in scripts) && !NPM_OWN.includes(name))
  assert.deepEqual(unknown, [])
})

test('the commands of npm start files that exist', () => {
  const started = Object.values(scripts).flatMap((line) => [...line.matchAll(/\bnode (?:--\S+ )*(\S+)/g)])
  assert.ok(started.length > 5)
  assert.deepEqual(
    started.map((match) => match[1]!).filter((path) => !existsSync(path)),
    [],
  )
})

test('every file that is named exists', () => {
  const named = pages.flatMap((one) => pathsIn(one).map((path) => ({ page: one.path, path })))
  assert.ok(named.length > 100, `only ${named.length} were found`)
  assert.deepEqual(
    named.filter(({ path }) => (path.includes('/') ? globSync(path).length === 0 : !names.has(path))),
    [],
  )
})

test('every link within the project leads somewhere', () => {
  const links = pages.flatMap((one) => linksIn(one).map((link) => ({ from: one.path, link })))
  const inside = links.filter(({ link }) => !/^https?:/.test(link))
  assert.ok(inside.length > 20, `only ${inside.length} were found`)
  assert.deepEqual(
    inside.filter(({ from, link }) => !leadsSomewhere(from, link)),
    [],
  )
})

test('every sample of JSON has a known shape and fits it', () => {
  const samples = pages.flatMap((one) => one.blocks.filter(({ language }) => language === 'json'))
  assert.ok(samples.length >= 5, `only ${samples.length} were found`)
  for (const { label, text } of samples) {
    assert.ok(SHAPES[label], `"${label}" is no shape known here:\n${text}`)
    SHAPES[label].parse(JSON.parse(text))
  }
})

test('classes, how long they are of use, and statuses are those of the code', () => {
  const rows = rowsIn(page('docs/guides/api.md'))
  const told = rows.filter(([name]) => CLASSES.some((one) => name === `\`${one}\``))
  const ofUse = told.map(([name, , time]) => [name!.replaceAll('`', ''), seconds(time!)])
  const { test: _, ...sendable } = CLASS_RULES
  assert.deepEqual(
    ofUse,
    Object.entries(sendable).map(([name, rules]) => [name, rules.validForSeconds]),
  )
  const statuses = Object.keys(GROUPS).map((group) => {
    const [, cell = ''] = rows.find(([name]) => name === `\`${group}\``) ?? []
    return [group, STATUSES.filter((status) => cell.includes(`\`${status}\``)).toSorted()]
  })
  assert.deepEqual(Object.fromEntries(statuses), sorted(GROUPS))
})

test('configuration.md says what the code reads', async () => {
  await promisify(execFile)(process.execPath, ['scripts/configuration.ts', '--check'])
})

test('every decision says its context, the choice, its cost and how to undo it', () => {
  const decisions = pages.filter(({ path }) => path.startsWith('docs/decisions/'))
  const numbers = decisions.map(({ path }) => path.slice('docs/decisions/'.length, 'docs/decisions/0000'.length))
  assert.deepEqual(new Set(numbers).size, decisions.length)
  assert.deepEqual(
    decisions.filter(({ text }) => !/\*\*(Choice|Decision)\.\*\*/.test(text) || !/To undo it/.test(text)),
    [],
  )
})

/** Words in backticks that begin with a folder or are a file of ours; one word may name several files. */
function pathsIn(one: Page): string[] {
  const folders = /^(server|shared|simulator|console|migrations|test|scripts|bench|docs)\//
  const beside = /^[a-z][a-z0-9-]*\.(ts|sql|tsv)$/
  // `<…>` stands for a name that the reader chooses.
  return codeIn(one).filter((word) => (folders.test(word) || beside.test(word)) && !/[<…\s]/.test(word))
}

function leadsSomewhere(from: string, link: string): boolean {
  const [path, anchor] = link.split('#')
  const target = path ? normalize(join(dirname(from), path)) : from
  if (!existsSync(target)) return false
  return anchor === undefined || anchorsIn(readPage(target)).includes(anchor)
}

function seconds(time: string): number {
  const [, count, unit] = /^(\d+) (minutes|hours)$/.exec(time) ?? []
  return Number(count) * (unit === 'hours' ? 3600 : 60)
}

function sorted(groups: Record<string, readonly string[]>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(groups).map(([group, statuses]) => [group, statuses.toSorted()]))
}
