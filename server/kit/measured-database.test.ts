import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { scratchDatabase } from '../../test/database.ts'
import { openDatabase } from './db.ts'
import { measured } from './measured-database.ts'

const scratch = await scratchDatabase()
const told: [role: string, seconds: number][] = []
const db = measured(openDatabase(scratch.connection, { max: 1 }), (role, seconds) => told.push([role, seconds]))
after(async () => {
  await db.close()
  await scratch.drop()
})

test('each transaction is told with its role, and answers as it would by itself', async () => {
  const one = async () => 1
  assert.deepEqual([await db.system(one), await db.signIn(one), await db.tenant('ws_0000', one)], [1, 1, 1])
  assert.deepEqual(
    told.splice(0).map(([role]) => role),
    ['system', 'sign_in', 'tenant'],
  )
})

test('one that fails took its time too, and fails all the same', async () => {
  await assert.rejects(
    db.system(async () => {
      throw new Error('no such luck')
    }),
    /no such luck/,
  )
  assert.equal(told.splice(0).length, 1)
})

test('the wait for a connection counts', async () => {
  await Promise.all([db.system((tx) => tx.rows('slow', 'select pg_sleep(0.05)', [])), db.system(async () => {})])
  const seconds = told.splice(0).map(([, one]) => one)
  assert.ok(
    seconds.every((one) => one >= 0.05),
    `${seconds}`,
  )
})
