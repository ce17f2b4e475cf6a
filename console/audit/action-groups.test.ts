import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACTIONS } from '../../shared/audit/actions.ts'
import { groupActions } from './action-groups.ts'

const all = Object.entries(ACTIONS).map(([action, { title }]) => ({ action, title }))
const groupsOf = (installation: boolean) => groupActions(all, installation).map(({ group }) => group)
const valuesOf = (installation: boolean) =>
  groupActions(all, installation).flatMap(({ items }) => items.map(({ value }) => value))

test('every action that is recorded has a group of its own kind', () => {
  assert.deepEqual(valuesOf(true).sort(), Object.keys(ACTIONS).sort())
  assert.ok(!groupsOf(true).includes('Others'))
})

test('a workspace is not offered what only the installation does', () => {
  assert.ok(groupsOf(true).includes('Installation'))
  assert.ok(!groupsOf(false).includes('Installation'))
  assert.ok(!valuesOf(false).includes('workspace.erased'))
})

test('within a group they stand by their words, and what is not known comes last', () => {
  const groups = groupActions([...all, { action: 'later.made', title: 'Made later' }], true)
  assert.deepEqual(groups.at(-1), { group: 'Others', items: [{ value: 'later.made', label: 'Made later' }] })
  for (const { items } of groups) {
    const labels = items.map(({ label }) => label)
    assert.deepEqual(
      labels,
      labels.toSorted((a, b) => a.localeCompare(b)),
    )
  }
})
