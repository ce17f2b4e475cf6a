import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { type ScratchDatabase, scratchDatabase } from '../../test/database.ts'
import { type Database, openDatabase } from './db.ts'
import { newId } from './id.ts'
import { WrongKey } from './key-fit.ts'
import { openKeys } from './keys.ts'
import { sealer } from './seal.ts'

const PURPOSE = 'messages.to|msg_1'

describe('what was sealed', () => {
  const key = randomBytes(32)
  const ours = sealer(key, 'ws_1')

  test('law: opens to the same text, and does not contain it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 5 }), (text) => {
        const sealed = ours.seal(PURPOSE, text)
        assert.equal(ours.open(PURPOSE, sealed), text)
        assert.equal(sealed.includes(Buffer.from(text)), false)
      }),
    )
  })

  test('does not open with any one of its bits changed, nor shortened or lengthened', () => {
    const sealed = ours.seal(PURPOSE, '+14155550142')
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const tampered = Buffer.from(sealed)
      tampered[bit >> 3]! ^= 1 << (bit & 7)
      assert.throws(() => ours.open(PURPOSE, tampered), `bit ${bit}`)
    }
    for (let length = 0; length < sealed.length; length++)
      assert.throws(() => ours.open(PURPOSE, sealed.subarray(0, length)), `${length} bytes`)
    assert.throws(() => ours.open(PURPOSE, Buffer.concat([sealed, Buffer.alloc(1)])))
  })

  const STRANGERS: [string, () => string][] = [
    ['in another row', () => ours.open('messages.to|msg_2', ours.seal(PURPOSE, 'secret'))],
    ['in another column', () => ours.open('messages.body|msg_1', ours.seal(PURPOSE, 'secret'))],
    ['for another workspace with the same key', () => sealer(key, 'ws_2').open(PURPOSE, ours.seal(PURPOSE, 'secret'))],
    ['with another key', () => sealer(randomBytes(32), 'ws_1').open(PURPOSE, ours.seal(PURPOSE, 'secret'))],
  ]
  for (const [where, open] of STRANGERS) test(`does not open ${where}`, () => assert.throws(open))

  test('never has the nonce of another, over 100,000', () => {
    const nonces = new Set<string>()
    for (let i = 0; i < 100_000; i++) nonces.add(ours.seal(PURPOSE, '').toString('latin1', 1, 13))
    assert.equal(nonces.size, 100_000)
  })
})

describe('the keys of an installation', () => {
  let scratch: ScratchDatabase
  let db: Database
  const key = randomBytes(32)
  before(async () => {
    scratch = await scratchDatabase()
    db = openDatabase(scratch.connection, { max: 8 })
  })
  after(async () => {
    await db.close()
    await scratch.drop()
  })

  async function makeWorkspace(): Promise<string> {
    const id = newId('ws')
    await db.signIn((tx) => tx.insertInto('workspaces').values({ workspace_id: id, name: 'Acme', slug: id }).execute())
    return id
  }

  test('are the same for processes that start at once on a new database, and for those that start later', async () => {
    const workspaceId = await makeWorkspace()
    const all = await Promise.all(Array.from({ length: 4 }, () => openKeys(db, key)))
    all.push(await openKeys(db, key))
    const hashes = new Set(all.map((keys) => keys.hashNumber('+14155550142').toString('hex')))
    assert.equal(hashes.size, 1)
    const sealers = await Promise.all(all.map((keys) => keys.forWorkspace(workspaceId)))
    for (const one of sealers)
      for (const other of sealers) assert.equal(other.open(PURPOSE, one.seal(PURPOSE, 'secret')), 'secret')
  })

  test('of one workspace do not open what another sealed', async () => {
    const keys = await openKeys(db, key)
    const [one, other] = await Promise.all([await makeWorkspace(), await makeWorkspace()].map(keys.forWorkspace))
    assert.throws(() => other!.open(PURPOSE, one!.seal(PURPOSE, 'secret')))
  })

  test('are not opened by a wrong key, which changes nothing', async () => {
    const rightly = await openKeys(db, key)
    await assert.rejects(openKeys(db, randomBytes(32)), WrongKey)
    const again = await openKeys(db, key)
    assert.deepEqual(again.hashNumber('+14155550142'), rightly.hashNumber('+14155550142'))
  })
})
