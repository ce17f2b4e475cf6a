import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, beforeEach, test } from 'node:test'
import { type ScratchDatabase, scratchDatabase } from '../../test/database.ts'
import { type Database, openDatabase } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'
import { openKeys } from '../kit/keys.ts'
import { noticeCopy, sendingPaused } from './sending-pause.ts'

let scratch: ScratchDatabase
let db: Database
before(async () => {
  scratch = await scratchDatabase()
  db = openDatabase(scratch.connection)
  // The installation's row is made with its keys.
  await openKeys(db, randomBytes(32))
})
beforeEach(() =>
  db.signIn((tx) =>
    tx.updateTable('installation').set({ place: null, sending_paused_since: null, sending_paused_why: null }).execute(),
  ),
)
after(async () => {
  await db.close()
  await scratch.drop()
})

let entries = 0
const entriesOfInstallation = () =>
  db.tenant(INSTALLATION, async (tx) => (await tx.selectFrom('audit_entries').select('id').execute()).length)

const FOLDER = 'folder:10:11:12'
const SERVER = 'server:70:16400'

const CASES: { name: string; places: string[]; paused: boolean }[] = [
  { name: 'a first start and a later one in the same place', places: [FOLDER, FOLDER], paused: false },
  {
    name: 'the one that has the folder, and workers that reach it by an address',
    places: [FOLDER, SERVER, FOLDER, SERVER],
    paused: false,
  },
  { name: 'a copy of the folder', places: [FOLDER, 'folder:20:21:22'], paused: true },
  {
    name: 'a copy of the folder of an installation with workers',
    places: [FOLDER, SERVER, 'folder:20:21:22'],
    paused: true,
  },
  { name: 'a copy on another server', places: [SERVER, 'server:80:16400'], paused: true },
]

for (const { name, places, paused } of CASES) {
  test(`${name}: sending ${paused ? 'pauses' : 'goes on'}`, async () => {
    for (const place of places) await noticeCopy(db, place)
    assert.equal((await db.signIn(sendingPaused))?.why === 'copied', paused)
    const since = entries
    entries = await entriesOfInstallation()
    assert.equal(entries - since, paused ? 1 : 0, 'a pause is on record, once')
  })
}
