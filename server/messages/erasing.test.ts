import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type pg from 'pg'
import type { TestServer, TestWorkspace } from '../../test/app.ts'
import { insertMessage } from '../../test/rows.ts'
import { makeCode, type Owner } from '../codes/codes.ts'
import { recordOptIn } from '../consent/opt-ins.ts'
import { sealPurpose, writeOptOuts } from '../consent/opt-outs.ts'
import type { Context } from '../kit/context.ts'
import { INSTALLATION, newId } from '../kit/id.ts'
import { directoryOf } from '../scim/testing.ts'
import { ENTERPRISE_SCHEMA, USER_SCHEMA } from '../scim/user-schema.ts'
import { type ErasingTests, openErasingTests } from './testing-erasing.ts'
import { placesOf } from './testing-places.ts'

let tests: ErasingTests
let server: TestServer
let owner: pg.Client
let { newNumber, hashOf, addPerson, erase, finish } = {} as ErasingTests
before(async () => {
  tests = await openErasingTests()
  ;({ server, owner, newNumber, hashOf, addPerson, erase, finish } = tests)
})
after(() => tests.stop())

const text = (workspace: TestWorkspace, to: string, more: Parameters<typeof insertMessage>[2] = {}) =>
  insertMessage({ context: server.context, db: server.context.db }, workspace.id, { to, status: 'delivered', ...more })

async function replied(workspace: TestWorkspace, from: string, body: string, more: object = {}): Promise<string> {
  const id = newId('inb')
  const sealer = await server.context.keys.forWorkspace(workspace.id)
  await server.context.db.system((tx) =>
    tx
      .insertInto('inbound_texts')
      .values({
        workspace_id: workspace.id,
        id,
        provider: 'twilio',
        provider_account: `AC${id}`,
        provider_sid: `SM${id}`,
        from_hash: hashOf(from),
        from_sealed: sealer.seal(`inbound_texts.from|${id}`, from),
        sent_to: '+14155550100',
        body_sealed: sealer.seal(`inbound_texts.body|${id}`, body),
        reading: 'other',
        proof: 'signature',
        ...more,
      })
      .execute(),
  )
  return id
}

async function upload(workspace: TestWorkspace, file: string | Buffer): Promise<string> {
  const { body } = await workspace.call<{ id: string }>('POST', '/v1/imports', { file_name: 'people.csv' })
  const headers = { authorization: `Bearer ${workspace.key}`, 'content-type': 'text/csv' }
  const url = `${server.url}/v1/imports/${body.id}/file`
  const response = await fetch(url, { method: 'PUT', headers, body: file as never })
  assert.equal(response.status, 200, await response.text())
  return body.id
}

test('of somebody who is erased nothing is left but that their number is silent', async () => {
  const directory = await directoryOf(server)
  const { workspace } = directory
  const { context } = server
  const [former, number, others] = [newNumber(), newNumber(), newNumber()]
  const user = (value: string) => ({
    schemas: [USER_SCHEMA],
    userName: 'zelda.zaborowski@acme.example',
    externalId: 'zz-4711',
    name: { givenName: 'Zelda', familyName: 'Zaborowski' },
    emails: [{ value: 'zelda.zaborowski@acme.example', primary: true }],
    phoneNumbers: [{ type: 'mobile', value }],
  })
  const { body: made } = await directory.ask('POST', '/Users', user(former))
  assert.equal((await directory.ask('PUT', `/Users/${made.id}`, user(number))).status, 200)
  await addPerson(workspace, { phone: others, manager_id: made.id })
  await directory.ask('POST', '/Users', {
    schemas: [USER_SCHEMA],
    userName: 'report',
    [ENTERPRISE_SCHEMA]: { manager: { value: made.id } },
  })
  await workspace.call('PATCH', `/v1/people/${made.id}`, { phone: `${number.slice(0, 5)} ${number.slice(5)}` })

  const kept = await text(workspace, others, { body: 'Hello, somebody else' })
  for (const to of [former, number]) {
    await text(workspace, to, { body: 'Dear Zelda, welcome', idempotency_key: `welcome-${to}`, error_text: 'No Zelda' })
    await text(workspace, to, { body: 'Your link', url: 'https://acme.example/zelda.zaborowski@acme.example' })
  }
  const waiting = await text(workspace, number, { status: 'queued', body: 'Dear Zelda, later' })
  await replied(workspace, number, `I am Zelda Zaborowski, call ${number}`)
  const sealer = await context.keys.forWorkspace(workspace.id)
  const codeOwner: Owner = { workspaceId: workspace.id, purpose: 'phone', subject: made.id }
  await context.db.tenant(workspace.id, async (tx) => {
    await makeCode(context, tx, sealer, codeOwner, number, 'Acme will text you.')
    const said = { workspaceId: workspace.id, numberHash: hashOf(number), personId: made.id, address: '203.0.113.7' }
    await recordOptIn(tx, { ...said, source: 'confirmed', wording: 'I agree' })
  })
  const installation = await context.keys.forWorkspace(INSTALLATION)
  await context.db.system((tx) =>
    writeOptOuts(
      tx,
      [workspace.id, INSTALLATION].map((workspaceId) => ({
        workspaceId,
        numberHash: hashOf(number),
        numberSealed: (workspaceId === INSTALLATION ? installation : sealer).seal(sealPurpose(hashOf(number)), number),
        source: 'keyword' as const,
        scope: 'inherited' as const,
        note: 'Zelda said so',
      })),
    ),
  )
  const file = `name,mobile\nZaborowski,${number.slice(2, 5)} ${number.slice(5, 8)}-${number.slice(8)}\n`
  const named = [await upload(workspace, file), await upload(workspace, Buffer.from(`\ufeff${file}`, 'utf16le'))]
  const other = await upload(workspace, `name,mobile\nBirch,${others}\n`)
  const words = [former.slice(2), number.slice(2), 'Zelda', 'Zaborowski', 'zelda', 'zaborowski', 'zz-4711']
  const hashes = [hashOf(former), hashOf(number)]
  const before = await placesOf(server.context, owner, words, hashes)
  for (const place of ['messages.to_sealed', 'inbound_texts.body_sealed', 'opt_outs.note', 'import_chunks.sealed'])
    assert.ok(before.includes(place), `the search misses ${place}`)

  await erase(workspace, made.id)
  await finish()
  assert.deepEqual(await placesOf(server.context, owner, words, hashes), ['opt_outs.number_hash'])
  const { body: stopped } = await workspace.call<{ status: string }>('GET', `/v1/messages/${waiting.id}`)
  assert.equal(stopped.status, 'cancelled')
  const { body: shown } = await workspace.call<{ to: string; body: string }>('GET', `/v1/messages/${kept.id}`)
  assert.deepEqual([shown.to.slice(-4), shown.body], [others.slice(-4), 'Hello, somebody else'])
  const states = [...named, other].map(async (id) => (await workspace.call('GET', `/v1/imports/${id}`)).body.state)
  assert.deepEqual(await Promise.all(states), ['expired', 'expired', 'ready'])

  const again = await addPerson(workspace, { phone: number })
  assert.equal((await workspace.call('GET', `/v1/people/${again}`)).body.reach, 'opted_out')
})

test('what the history says of an erased person is what it was and what it cost', async () => {
  const workspace = await server.workspace()
  const number = newNumber()
  const id = await addPerson(workspace, { phone: number })
  const { id: textId } = await text(workspace, number, { segments: 3, cost_micros: 24_900, class: 'nudge' })
  const replyId = await replied(workspace, number, 'Thank you')
  await erase(workspace, id)
  await finish()
  const { body: shown } = await workspace.call('GET', `/v1/messages/${textId}`)
  const { to, body, status, segments, cost } = shown as Record<string, unknown>
  assert.deepEqual(
    [to, body, status, segments, cost],
    ['Erased', null, 'delivered', 3, { micros: 24_900, currency: 'USD', billed: false }],
  )
  const { body: reply } = await workspace.call('GET', `/v1/inbound/${replyId}`)
  assert.deepEqual([reply.from, reply.body, reply.reading], ['Erased', '', 'other'])
  for (const path of [`/v1/messages/${textId}/reveal`, `/v1/inbound/${replyId}/reveal`])
    assert.deepEqual((await workspace.call('POST', path)).body.code, 'erased', path)
  for (const path of ['/v1/messages', '/v1/inbound', '/v1/sms/readiness', '/v1/opt-outs'])
    assert.equal((await workspace.call('GET', path)).status, 200, path)
  const { body: log } = await workspace.call<{ items: { sentence: string }[] }>('GET', '/v1/audit')
  assert.match(
    JSON.stringify(log.items),
    /took number and words of the erased person per_\S+ from 1 texts and 1 replies/,
  )
})

test('what is on its way, in doubt, or waits to be read is left until that is over', async () => {
  const workspace = await server.workspace()
  const number = newNumber()
  const id = await addPerson(workspace, { phone: number })
  const fresh = await text(workspace, number, { status: 'sent', provider: 'twilio', sent_at: new Date() })
  const wish = await replied(workspace, number, 'please no more of this', { reading: 'perhaps_stop' })
  await erase(workspace, id)
  await finish()
  const numberOf = async () => (await workspace.call('GET', `/v1/messages/${fresh.id}`)).body.to
  assert.equal(await numberOf(), `+1 ••• ••• ${number.slice(-4)}`)
  await owner.query(`update messages set status = 'delivered' where id = $1`, [fresh.id])
  await workspace.call('POST', `/v1/inbound/${wish}/review`, { decision: 'stop' })
  await finish()
  assert.equal(await numberOf(), 'Erased')
  assert.deepEqual(await placesOf(server.context, owner, [number.slice(2)], [hashOf(number)]), ['opt_outs.number_hash'])
  assert.equal((await workspace.call('POST', `/v1/inbound/${wish}/review`, { decision: 'stop' })).body.code, 'erased')
})

test('a number that somebody else has keeps its texts until the last of them is erased', async () => {
  const workspace = await server.workspace()
  const number = newNumber()
  const ids = [await addPerson(workspace, { phone: number }), await addPerson(workspace, { phone: number })]
  const { id } = await text(workspace, number)
  const numberOf = async () => (await workspace.call('GET', `/v1/messages/${id}`)).body.to
  await erase(workspace, ids[0]!)
  await finish()
  assert.notEqual(await numberOf(), 'Erased')
  await erase(workspace, ids[1]!)
  await finish()
  assert.equal(await numberOf(), 'Erased')
})

test('whoever dies at it, wherever that is, is followed by another who ends it', async () => {
  const workspace = await server.workspace()
  const number = newNumber()
  const id = await addPerson(workspace, { phone: number })
  for (let i = 0; i < 3; i++) await text(workspace, number)
  await text(workspace, number, { status: 'queued' })
  await replied(workspace, number, 'Thank you')
  await erase(workspace, id)
  const { db } = server.context
  let deaths = 0
  for (let lives = 1; ; lives++) {
    let left = lives
    // Dead once it is committed; before that nothing would be left of it.
    const dying = async <T>(run: Promise<T>): Promise<T> => {
      const done = await run
      if (left-- > 0) return done
      throw new Error('killed')
    }
    const mortal: Context['db'] = {
      ...db,
      system: (work) => dying(db.system(work)),
      tenant: (workspaceId, work) => dying(db.tenant(workspaceId, work)),
    }
    const died = await finish({ db: mortal }).then(
      () => false,
      () => true,
    )
    if (!died) break
    deaths += 1
  }
  assert.ok(deaths > 5, `it died ${deaths} times`)
  assert.deepEqual(await placesOf(server.context, owner, [number.slice(2)], [hashOf(number)]), [])
  const { body } = await workspace.call<{ items: { action: string; sentence: string }[] }>('GET', '/v1/audit')
  const told = body.items.filter(({ action }) => action === 'person.erasing_done')
  assert.equal(told.length, 1)
  assert.match(told[0]!.sentence, /4 texts and 1 replies/)
})

test('a file that waits is read once for all who were erased, and dropped for any of them', async () => {
  const workspace = await server.workspace()
  const ids = [
    await addPerson(workspace, { phone: newNumber() }),
    await addPerson(workspace, { email: 'Z.Z@acme.example' }),
  ]
  const fileId = await upload(workspace, 'name,email\nZ,z.z@ACME.example\n')
  for (const id of ids) await erase(workspace, id)
  let reads = 0
  const { db } = server.context
  const tenant: Context['db']['tenant'] = (workspaceId, work) =>
    db.tenant(workspaceId, (tx) => {
      const rows = tx.rows.bind(tx)
      tx.rows = (name, ...more) => {
        if (name === 'import_chunk') reads += 1
        return rows(name, ...more)
      }
      return work(tx)
    })
  await finish({ db: { ...db, tenant } })
  const { body } = await workspace.call('GET', `/v1/imports/${fileId}`)
  assert.deepEqual([body.state, reads], ['expired', 1])
  assert.match(String(body.trouble), /erased after it was uploaded/)
})
