import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FILTERS, TAGS, VARIABLES } from '../../shared/template-variables.ts'
import { readPage, rowsIn } from '../../test/markdown.ts'
import { CATEGORIES } from './catalog.ts'

const page = readPage('docs/guides/templates.md')
const rows = rowsIn(page).map((cells) =>
  cells.map((cell) => cell.replaceAll('`', '').replaceAll('\\|', '|')).join(' | '),
)

test('the guide has each template, each variable and each filter as they are, and no others', () => {
  assert.deepEqual(rows, [
    ...CATEGORIES.flatMap(({ name, templates }) =>
      Object.entries(templates).map(([key, { events }]) =>
        [key, name, (events as readonly string[]).join(', ') || 'none: by a schedule'].join(' | '),
      ),
    ),
    ...VARIABLES.map(({ name, meaning }) => `${name} | ${meaning}`),
    ...FILTERS.map(({ name, meaning, example }) => `${name} | ${meaning} | ${example}`),
  ])
  for (const tag of TAGS) assert.ok(page.prose.includes(`\`${tag}\``), tag)
})
