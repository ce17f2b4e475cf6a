import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { insertMessage } from '../../test/rows.ts'
import { actorIn, openSlice, type Slice } from '../../test/slice.ts'
import { handleOf, hashOfHandle } from './handle.ts'
import { type OptOutSource, writeOptOuts } from './opt-outs.ts'
import { consentRoutes } from './routes.ts'

let slice: Slice
before(async () => {
  slice = await openSlice(consentRoutes)
})
after(() => slice.close())

const post = (workspaceId: string, body: unknown, headers = {}) =>
  slice.call(actorIn(workspaceId), 'POST', '/v1/opt-outs', body, headers)

const auditOf = (workspaceId: string) =>
  slice.db.tenant(workspaceId, (tx) =>
    tx.selectFrom('audit_entries').select(['action', 'target', 'changes']).orderBy('id').execute(),
  )

async function reported(workspaceId: string, number: string, source: OptOutSource): Promise<string> {
  const numberHash = slice.context.keys.hashNumber(number)
  await slice.db.system((tx) => writeOptOuts(tx, [{ workspaceId, numberHash, source, note: null }]))
  return handleOf(slice.context.keys, workspaceId, numberHash)
}

test('an administrator stops a number; the answer and the record mask it', async () => {
  const workspaceId = await slice.workspace()
  const { status, body } = await post(workspaceId, { number: '+1 (415) 555-0142', note: ' asked by phone ' })
  assert.equal(status, 201)
  const { handle, created_at, ...rest } = body
  assert.deepEqual(rest, {
    to: '+1 ••• ••• 0142',
    source: 'admin',
    scope: 'workspace',
    said_in: null,
    link_of: null,
    note: 'asked by phone',
    created_by: 'Test Admin',
    removable: true,
  })
  assert.match(handle, /^num_/)
  assert.ok(Math.abs(Date.parse(created_at) - Date.now()) < 60_000)
  assert.deepEqual(await auditOf(workspaceId), [
    { action: 'opt_out.added', target: handle, changes: { number: { from: null, to: '+1 ••• ••• 0142' } } },
  ])
  const rows = await slice.db.tenant(workspaceId, (tx) => tx.selectFrom('opt_outs').selectAll().execute())
  assert.ok(!JSON.stringify(rows).includes('4155550142'))
})

test('stopping it again changes nothing and says so', async () => {
  const workspaceId = await slice.workspace()
  const first = await post(workspaceId, { number: '+14155550142', note: 'first' })
  const second = await post(workspaceId, { number: '+14155550142', note: 'second' })
  assert.equal(second.status, 200)
  assert.deepEqual(second.body, first.body)
  assert.equal((await auditOf(workspaceId)).length, 1)
})

test('a repeat with the same key answers as the first did; with another number it is refused', async () => {
  const workspaceId = await slice.workspace()
  const key = { 'idempotency-key': 'k1' }
  const first = await post(workspaceId, { number: '+14155550142' }, key)
  const repeat = await post(workspaceId, { number: '+14155550142' }, key)
  assert.deepEqual([repeat.status, repeat.body], [201, first.body])
  assert.equal((await post(workspaceId, { number: '+14155550143' }, key)).status, 422)
})

test('many who stop one number at once make one entry', async () => {
  const workspaceId = await slice.workspace()
  const answers = await Promise.all(Array.from({ length: 8 }, () => post(workspaceId, { number: '+14155550142' })))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 200, 200, 200, 200, 200, 201])
  assert.equal((await auditOf(workspaceId)).length, 1)
})

test('what is no number is refused at its field, in words', async () => {
  const workspaceId = await slice.workspace()
  for (const number of ['', '0151 2345678', '+1', 'somebody', '+999123456789']) {
    const { status, body } = await post(workspaceId, { number })
    assert.equal(status, 422)
    assert.equal(body.errors[0].pointer, '/number')
    assert.ok(body.errors[0].detail.length > 10)
  }
  assert.equal((await post(workspaceId, {})).status, 422)
  assert.equal((await post(workspaceId, { number: '+14155550142', note: 'a\0b' })).status, 422)
  assert.equal((await post(workspaceId, { number: '+14155550142', source: 'keyword' })).status, 422)
})

test('the list is newest first, page by page, also where many came in one instant', async () => {
  const workspaceId = await slice.workspace()
  const sealer = await slice.context.keys.forWorkspace(workspaceId)
  const entries = Array.from({ length: 7 }, (_, i) => {
    const number = `+1415555010${i}`
    const numberHash = slice.context.keys.hashNumber(number)
    const numberSealed = sealer.seal(`opt_outs.number|${numberHash.toString('hex')}`, number)
    return { workspaceId, numberHash, numberSealed, source: 'keyword' as const, note: null }
  })
  await slice.db.system((tx) => writeOptOuts(tx, entries.slice(0, 3)))
  await slice.db.system((tx) => writeOptOuts(tx, entries.slice(3)))
  const seen: string[] = []
  let after = ''
  for (let pages = 0; pages < 4; pages++) {
    const { status, body } = await slice.call(actorIn(workspaceId), 'GET', `/v1/opt-outs?limit=2${after}`)
    assert.equal(status, 200)
    seen.push(...body.items.map((item: { to: string }) => item.to.slice(-1)))
    if (pages === 3) assert.equal(body.next, null)
    after = `&after=${body.next}`
  }
  assert.deepEqual(seen.slice(0, 4).sort(), ['3', '4', '5', '6'])
  assert.deepEqual(seen.slice(4).sort(), ['0', '1', '2'])
})

test('a page that nobody was given is refused', async () => {
  const actor = actorIn(await slice.workspace())
  for (const after of ['x', '1~num_x', `99999999999999999~num_${'a'.repeat(43)}`, '-1~num_'])
    assert.equal((await slice.call(actor, 'GET', `/v1/opt-outs?after=${after}`)).status, 422)
  assert.equal((await slice.call(actor, 'GET', '/v1/opt-outs?limit=201')).status, 422)
  assert.equal((await slice.call(actor, 'GET', '/v1/opt-outs?recipient=4155550142')).status, 422)
})

test('one number is looked up by its handle', async () => {
  const workspaceId = await slice.workspace()
  const { body: made } = await post(workspaceId, { number: '+14155550142' })
  await post(workspaceId, { number: '+14155550143' })
  const { body } = await slice.call(actorIn(workspaceId), 'GET', `/v1/opt-outs?recipient=${made.handle}`)
  assert.deepEqual(body, { items: [made], next: null })
})

test('an opt-out that a provider reported shows the number of the text that was refused, or none', async () => {
  const workspaceId = await slice.workspace()
  await insertMessage(slice, workspaceId, { to: '+14155550142' })
  await reported(workspaceId, '+14155550142', 'provider')
  await reported(workspaceId, '+14155550143', 'provider')
  const { body } = await slice.call(actorIn(workspaceId), 'GET', '/v1/opt-outs')
  assert.deepEqual(
    body.items.map((item: { to: string; removable: boolean }) => [item.to, item.removable]),
    [
      [null, false],
      ['+1 ••• ••• 0142', false],
    ],
  )
})

test("an administrator's entry is lifted, and that is on record", async () => {
  const workspaceId = await slice.workspace()
  const { body } = await post(workspaceId, { number: '+14155550142' })
  const lifted = await slice.call(actorIn(workspaceId), 'DELETE', `/v1/opt-outs/${body.handle}`)
  assert.equal(lifted.status, 204)
  assert.deepEqual((await slice.call(actorIn(workspaceId), 'GET', '/v1/opt-outs')).body.items, [])
  const [, removed] = await auditOf(workspaceId)
  assert.deepEqual(removed, {
    action: 'opt_out.removed',
    target: body.handle,
    changes: { number: { from: '+1 ••• ••• 0142', to: null } },
  })
  assert.equal((await slice.call(actorIn(workspaceId), 'DELETE', `/v1/opt-outs/${body.handle}`)).status, 404)
})

for (const source of ['keyword', 'provider', 'person', 'import'] as const) {
  test(`an entry by ${source} cannot be lifted by hand, and the answer says what can be done`, async () => {
    const workspaceId = await slice.workspace()
    const handle = await reported(workspaceId, '+14155550142', source)
    const { status, body } = await slice.call(actorIn(workspaceId), 'DELETE', `/v1/opt-outs/${handle}`)
    assert.deepEqual([status, body.code], [409, 'not_removable'])
    assert.match(body.detail, /START/)
    assert.equal((await slice.call(actorIn(workspaceId), 'GET', '/v1/opt-outs')).body.items.length, 1)
    assert.deepEqual(await auditOf(workspaceId), [])
  })
}

test('another workspace sees nothing of it and cannot lift it, whichever handle it tries', async () => {
  const [mine, other] = [await slice.workspace(), await slice.workspace()]
  const { body } = await post(mine, { number: '+14155550142' })
  const theirs = handleOf(slice.context.keys, other, slice.context.keys.hashNumber('+14155550142'))
  assert.deepEqual((await slice.call(actorIn(other), 'GET', '/v1/opt-outs')).body.items, [])
  for (const handle of [body.handle, theirs, 'num_x', 'nonsense']) {
    assert.equal((await slice.call(actorIn(other), 'DELETE', `/v1/opt-outs/${handle}`)).status, 404)
  }
  assert.equal((await slice.call(actorIn(mine), 'GET', '/v1/opt-outs')).body.items.length, 1)
})

const guarded = [
  ['GET', '/v1/opt-outs', 'history.read', undefined, 200],
  ['POST', '/v1/opt-outs', 'consent.write', { number: '+14155550142' }, 201],
  ['DELETE', '/v1/opt-outs/num_x', 'consent.write', undefined, 404],
] as const
for (const [method, path, permission, body, answered] of guarded) {
  test(`${method} ${path} is for those with ${permission}`, async () => {
    const workspaceId = await slice.workspace()
    assert.equal((await slice.call(null, method, path, body)).status, 401)
    const refused = await slice.call(actorIn(workspaceId, ['spend.read']), method, path, body)
    assert.deepEqual([refused.status, refused.body.permission], [403, permission])
    assert.equal((await slice.call(actorIn(workspaceId, [permission]), method, path, body)).status, answered)
  })
}

test('a handle is the same each time, differs between workspaces, and does not show the hash', () => {
  const { keys } = slice.context
  const hash = keys.hashNumber('+14155550142')
  const [one, two] = ['ws_1111', 'ws_2222'].map((id) => handleOf(keys, id, hash))
  assert.equal(one, handleOf(keys, 'ws_1111', hash))
  assert.notEqual(one, two)
  assert.deepEqual(hashOfHandle(keys, 'ws_1111', one!), hash)
  assert.notDeepEqual(hashOfHandle(keys, 'ws_2222', one!), hash)
  assert.ok(!one!.includes(hash.toString('base64url').slice(0, 8)))
})

const listed = async (workspaceId: string, query: string) =>
  (await slice.call(actorIn(workspaceId), 'GET', `/v1/opt-outs?${query}`)).body.items.map(
    (item: { to: string | null }) => item.to?.slice(-4) ?? null,
  )

test('the list is asked for by source, reach and time', async () => {
  const workspaceId = await slice.workspace()
  await post(workspaceId, { number: '+14155550142' })
  await reported(workspaceId, '+14155550143', 'keyword')
  const numberHash = slice.context.keys.hashNumber('+14155550144')
  await slice.db.system((tx) =>
    writeOptOuts(tx, [{ workspaceId, numberHash, source: 'keyword', scope: 'inherited', note: null }]),
  )
  assert.deepEqual(await listed(workspaceId, 'source=admin'), ['0142'])
  assert.equal((await listed(workspaceId, 'source=keyword')).length, 2)
  assert.equal((await listed(workspaceId, 'scope=inherited')).length, 1)
  assert.equal((await listed(workspaceId, 'source=keyword&scope=workspace')).length, 1)
  const [before, later] = ['2020-01-01T00:00:00Z', '2090-01-01T00:00:00Z']
  assert.equal((await listed(workspaceId, `since=${before}&until=${later}`)).length, 3)
  assert.deepEqual(await listed(workspaceId, `until=${before}`), [])
  assert.deepEqual(await listed(workspaceId, `since=${later}`), [])
})

const upload = (workspaceId: string, file: string) =>
  slice.call(actorIn(workspaceId), 'POST', '/v1/opt-outs/import', { file })

test('a file is imported, told line by line what is no number, and imported again without a change', async () => {
  const workspaceId = await slice.workspace()
  await reported(workspaceId, '+14155550143', 'keyword')
  const file = 'number,note\n+14155550142,left in May\n+14155550143,\nDana,\n+14155550142,\n'
  const first = await upload(workspaceId, file)
  assert.deepEqual([first.status, first.body.added, first.body.standing, first.body.refused], [200, 1, 2, 1])
  assert.deepEqual(
    first.body.errors.map(({ line }: { line: number }) => line),
    [4],
  )
  const again = await upload(workspaceId, file)
  assert.deepEqual([again.body.added, again.body.standing], [0, 3])
  assert.deepEqual(
    (await auditOf(workspaceId)).map(({ action, changes }) => [action, changes]),
    [['opt_out.imported', { count: { from: null, to: 1 } }]],
  )
  assert.deepEqual(await listed(workspaceId, 'source=import'), ['0142'])
  for (const bad of ['', 'phone\n+14155550142\n', `number\n${'+14155550142\n'.repeat(20_001)}`])
    assert.equal((await upload(workspaceId, bad)).status, 422)
})

test('an export holds the numbers, defuses formulas, is on record, and reads back in as it was', async () => {
  const [from, to] = [await slice.workspace(), await slice.workspace()]
  const lines = Array.from({ length: 1100 }, (_, i) => `+1415555${1000 + i}`)
  await upload(from, `number\n${lines.join('\n')}\n`)
  await post(from, { number: '+14155550142', note: '=cmd()' })
  const { status, body } = await slice.call(actorIn(from), 'GET', '/v1/opt-outs/export')
  assert.equal(status, 200)
  assert.match(body, /^number,source,scope,note,created_by,created_at\r\n'\+14155550142,admin,workspace,'=cmd\(\),/)
  assert.equal(body.split('\r\n').length, 1103)
  assert.equal((await auditOf(from)).at(-1)?.action, 'opt_out.exported')
  assert.equal((await upload(to, body)).body.added, 1101)
  assert.equal(
    (await slice.call(actorIn(from), 'GET', '/v1/opt-outs/export?source=admin')).body.split('\r\n').length,
    3,
  )
})

test('numbers in full are for those who may see them', async () => {
  const workspaceId = await slice.workspace()
  const { status, body } = await slice.call(actorIn(workspaceId, ['history.read']), 'GET', '/v1/opt-outs/export')
  assert.deepEqual([status, body.permission], [403, 'numbers.reveal'])
})
