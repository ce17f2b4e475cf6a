import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PERMISSIONS, ROLES } from '../../shared/permissions.ts'
import { readPage, rowsIn } from '../../test/markdown.ts'
import { permissionWords } from './permission-words.ts'

const rows = rowsIn(readPage('docs/guides/members.md'))

test('the guide says of each permission what the console says of it', () => {
  const told = rows.filter(([name]) => name?.startsWith('`'))
  assert.deepEqual(
    told,
    PERMISSIONS.map((permission) => [`\`${permission}\``, permissionWords[permission]]),
  )
})

test('the guide names each built-in role, in their order', () => {
  const named = rows.map(([name]) => name!).filter((name) => !name.startsWith('`'))
  assert.deepEqual(
    named,
    Object.values(ROLES).map(({ name }) => name),
  )
})
