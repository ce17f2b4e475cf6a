import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { startTestServer, type TestServer } from '../../test/app.ts'
import { type ScratchDatabase, scratchDatabase } from '../../test/database.ts'
import type { Context } from '../kit/context.ts'
import { type Database, openDatabase } from '../kit/db.ts'
import { createEgress } from '../kit/egress/egress.ts'
import { openLookForOther } from './other-copy.ts'
import { sendingPaused } from './sending-pause.ts'

// One installation at its public address, and a second database that was the same until a moment ago.

let original: TestServer
let scratch: ScratchDatabase
let db: Database
before(async () => {
  original = await startTestServer({ role: 'api' })
  scratch = await scratchDatabase()
  db = openDatabase(scratch.connection)
})
after(async () => {
  await db.close()
  await scratch.drop()
  await original.stop()
})

/** As another process sees the installation: on its database or on the copy, with the world's view of the address. */
async function processOn(t: { after(work: () => Promise<void>): void }, database: Database, publicUrl: string | null) {
  const egress = createEgress({ allowHosts: [new URL(publicUrl ?? original.url).host] })
  t.after(() => egress.close())
  return { ...original.context, db: database, publicUrl: () => publicUrl, egress } satisfies Context
}

async function copyInstallation(): Promise<void> {
  const row = await original.context.db.signIn((tx) =>
    tx.selectFrom('installation').selectAll().executeTakeFirstOrThrow(),
  )
  await db.signIn((tx) =>
    tx
      .insertInto('installation')
      .values(row)
      .onConflict((at) => at.column('singleton').doUpdateSet({ ...row, sending_paused_since: null }))
      .execute(),
  )
}

const why = async (database: Database) => (await database.signIn(sendingPaused))?.why ?? null

test('processes on one database find each other at the public address and go on', async (t) => {
  const looks = await Promise.all([1, 2, 3].map(() => processOn(t, original.context.db, original.url)))
  for (const context of looks) await openLookForOther(context)()
  await Promise.all(looks.map((context) => openLookForOther(context)()))
  assert.equal(await why(original.context.db), null)
})

test('a copy whose original answers at the public address pauses itself, and not the original', async (t) => {
  await copyInstallation()
  await openLookForOther(await processOn(t, db, original.url))()
  assert.equal(await why(db), 'copied')
  assert.equal(await why(original.context.db), null)
})

test('a copy that has no address, or reaches nobody, knows nothing of another', async (t) => {
  await copyInstallation()
  await openLookForOther(await processOn(t, db, null))()
  await openLookForOther(await processOn(t, db, 'http://127.0.0.1:1'))()
  assert.equal(await why(db), null)
})

for (const body of ['not JSON', '{}', '{"installation":"AAAA","database":"AAAA"}']) {
  test(`somebody else at the address, who answers ${body}, pauses nothing`, async (t) => {
    await copyInstallation()
    const stranger = createServer((_, response) => response.end(body)).listen(0, '127.0.0.1')
    await once(stranger, 'listening')
    t.after(() => void stranger.close())
    const { port } = stranger.address() as { port: number }
    await openLookForOther(await processOn(t, db, `http://127.0.0.1:${port}`))()
    assert.equal(await why(db), null)
  })
}

test('the word itself is told to nobody, and each question has another answer', async () => {
  const ask = async (nonce: string) => (await fetch(`${original.url}/callbacks/self/${nonce}`)).text()
  const { marker } = await original.context.db.signIn((tx) =>
    tx.selectFrom('installation').select('marker').executeTakeFirstOrThrow(),
  )
  const [one, two] = [await ask('a'.repeat(22)), await ask('b'.repeat(22))]
  assert.ok(marker && !one.includes(marker))
  assert.notEqual(one, two)
  assert.equal((await fetch(`${original.url}/callbacks/self/short`)).status, 404)
})
