import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { SMTPServer } from 'smtp-server'
import { startTestServer, type TestServer } from '../../test/app.ts'
import { type Receiver, startReceiver, status } from '../../test/receiver.ts'
import { actorIn } from '../../test/slice.ts'
import { INSTALLATION } from '../kit/id.ts'
import type { Problem } from '../kit/problem.ts'
import { isSignedBy } from '../providers/adapters/webhook/standard-webhooks.ts'
import { openChaining } from './chain.ts'
import { changeHeads, chosenDestination, showHeads } from './heads-settings.ts'
import { readHeads } from './heads-text.ts'
import { readEntries } from './list.ts'
import { headsTurn, testHeads } from './send-heads.ts'
import { readChainState } from './state.ts'
import { record, type Someone, someoneIn, tamper } from './testing.ts'
import { verifyWorkspace } from './verify.ts'

const mails: { to: string; text: string }[] = []
const mailServer = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData(stream, { envelope }, done) {
    let text = ''
    stream
      .on('data', (piece) => (text += piece))
      .once('end', () => {
        mails.push({ to: envelope.rcptTo[0]!.address, text })
        done()
      })
  },
})

let server: TestServer
let receiver: Receiver
let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handset-heads-'))
  receiver = await startReceiver()
  await new Promise<void>((done) => mailServer.listen(0, '127.0.0.1', done))
  const { port } = mailServer.server.address() as { port: number }
  server = await startTestServer({
    role: 'api',
    environment: {
      HANDSET_SMTP_URL: `smtp://127.0.0.1:${port}`,
      HANDSET_MAIL_FROM: 'sms@acme.example',
      HANDSET_ALLOW_HOSTS: receiver.host,
    },
  })
})
after(async () => {
  await server.stop()
  await receiver.stop()
  await new Promise<void>((done) => mailServer.close(done))
  await rm(folder, { recursive: true })
})

let path: string
let made = 0
beforeEach(async () => {
  path = join(folder, `heads-${made++}.txt`)
  receiver.received.length = 0
  receiver.answers(status(200))
  await choose({ channel: null })
})

const operator = actorIn(INSTALLATION, undefined, true)
const choose = (wanted: Parameters<typeof changeHeads>[2]) => changeHeads(server.context, operator, wanted)
const inFile = async () => readHeads(await readFile(path, 'utf8'))

test('heads are added to a file once an hour, and only those that changed', async () => {
  const [one, other] = [await chained(2), await chained(1)]
  await choose({ channel: 'file', destination: path })
  await headsTurn(server.context)
  assert.deepEqual(await seqsOf(one), [2])
  assert.deepEqual(await seqsOf(other), [1])
  await chained(1, one)
  await headsTurn(server.context)
  assert.deepEqual(await seqsOf(one), [2], 'they are not due yet')
  await makeDue()
  await headsTurn(server.context)
  assert.deepEqual(await seqsOf(one), [2, 3])
  assert.deepEqual(await seqsOf(other), [1])
  const before = await readFile(path)
  await makeDue()
  await headsTurn(server.context)
  assert.deepEqual(await readFile(path), before, 'nothing changed, so nothing was added')
})

test('with the file, a log whose end was cut off is found out', async () => {
  const actor = await chained(5)
  await choose({ channel: 'file', destination: path })
  await headsTurn(server.context)
  await tamper(server.context.db, [
    `delete from audit_entries e using audit_chain c where c.workspace_id = '${actor.workspaceId}' and c.seq > 3
       and e.workspace_id = c.workspace_id and e.id = c.entry_id`,
    `delete from audit_chain where workspace_id = '${actor.workspaceId}' and seq > 3`,
  ])
  const heads = (await inFile()).filter((head) => head.workspaceId === actor.workspaceId)
  const { findings } = await verifyWorkspace(server.context.db, actor.workspaceId, heads)
  assert.deepEqual(
    findings.map(({ kind, seq }) => [kind, seq]),
    [['truncated', 4]],
  )
})

test('of two workers one sends them', async () => {
  const actor = await chained(1)
  await choose({ channel: 'file', destination: path })
  await Promise.all(Array.from({ length: 4 }, () => headsTurn(server.context)))
  assert.deepEqual(await seqsOf(actor), [1])
})

test('more heads than go at once all go', async () => {
  await server.context.db.signIn((tx) =>
    tx.rows(
      'many',
      `insert into workspaces (workspace_id, name, slug)
       select 'ws_' || lpad(i::text, 26, '0'), 'Many', 'many-' || i from generate_series(1, 1200) i`,
      [],
    ),
  )
  await server.context.db.system((tx) =>
    tx.rows(
      'links',
      `insert into audit_chain (workspace_id, seq, entry_id, hash)
       select workspace_id, 1, 'aud_x', sha256('x') from workspaces where name = 'Many'`,
      [],
    ),
  )
  await choose({ channel: 'file', destination: path })
  await headsTurn(server.context)
  assert.equal(new Set((await inFile()).map((head) => head.workspaceId)).size >= 1200, true)
})

test('a mail has the heads, in lines that the verification reads', async () => {
  const actor = await chained(3)
  await choose({ channel: 'email', destination: 'audit@acme.example' })
  await testHeads(server.context, await chosenDestination(server.context), actor.workspaceId)
  const { to, text } = mails.at(-1)!
  assert.equal(to, 'audit@acme.example')
  assert.match(text, /^Subject: Test: heads of the audit log, /m)
  assert.deepEqual(
    readHeads(text).map(({ workspaceId, seq }) => [workspaceId, seq]),
    [[actor.workspaceId, 3]],
  )
})

test('a webhook is called with the heads, signed with a secret that is shown once', async () => {
  const secret = await choose({ channel: 'webhook', destination: `${receiver.url}/heads` })
  const actor = await chained(2)
  await headsTurn(server.context)
  const { headers, body } = receiver.received.at(-1)!
  const signed = {
    id: String(headers['webhook-id']),
    timestamp: String(headers['webhook-timestamp']),
    signature: String(headers['webhook-signature']),
  }
  assert.ok(isSignedBy(secret!, signed, body, Date.now() / 1000))
  assert.equal(JSON.parse(body).type, 'audit.heads')
  assert.equal(readHeads(body).find((head) => head.workspaceId === actor.workspaceId)?.seq, 2)
  assert.equal(await choose({ every_minutes: 30 }), null, 'an unchanged secret is not shown again')
  assert.notEqual(await choose({ new_secret: true }), secret)
})

test('what could not be sent is said and tried again, and told as sent when it went', async () => {
  await choose({ channel: 'webhook', destination: `${receiver.url}/heads` })
  const actor = await chained(1)
  receiver.answers(status(500))
  await headsTurn(server.context)
  const failing = await showHeads(server.context)
  assert.match(failing.trouble!, /answered HTTP 500 instead of 2xx/)
  assert.ok(failing.trouble_since)
  const waitMs = Date.parse(failing.due_at!) - Date.now()
  assert.ok(waitMs > 30_000 && waitMs < 90_000, `${waitMs}`)
  const state = () => readChainState(server.context, { ...operator, workspaceId: actor.workspaceId })
  assert.deepEqual((await state()).heads, {
    channel: 'webhook',
    destination: `${receiver.url}/heads`,
    sent: null,
    failing: true,
  })
  receiver.answers(status(204))
  await makeDue()
  await headsTurn(server.context)
  const mended = await showHeads(server.context)
  assert.deepEqual([mended.trouble, mended.trouble_since], [null, null])
  assert.ok(mended.sent_at)
  assert.equal((await state()).heads!.sent!.seq, 1)
})

test('a destination that nothing could reach is not saved', async () => {
  const other = join(folder, 'other.txt')
  await writeFile(other, 'root:x:0:0\n')
  const link = join(folder, 'link')
  await symlink(other, link)
  const cases: [Parameters<typeof choose>[0], RegExp][] = [
    [{ channel: 'file' }, /Say which file/],
    [{ channel: 'file', destination: 'heads.txt' }, /must be absolute/],
    [{ channel: 'file', destination: other }, /holds something else than heads/],
    [{ channel: 'file', destination: link }, /it is a link/],
    [{ channel: 'file', destination: join(folder, 'none', 'heads.txt') }, /there is no folder/],
    [{ channel: 'file', destination: folder }, /it is a folder/],
    [{ channel: 'email', destination: 'a@b.example, c@d.example' }, /not one address/],
    [{ channel: 'webhook', destination: 'https://10.0.0.1/heads' }, /./],
    [{ channel: 'webhook', destination: `${receiver.url}/heads?key=secret` }, /Leave out what stands after/],
  ]
  for (const [wanted, words] of cases)
    await assert.rejects(choose(wanted), (problem: Problem) => {
      assert.equal(problem.status, 422)
      assert.match(problem.errors[0]?.detail ?? '', words)
      return true
    })
  assert.equal((await showHeads(server.context)).channel, null)
  assert.equal(await readFile(other, 'utf8'), 'root:x:0:0\n')
})

test('each choice is on record in the installation’s log, without the secret', async () => {
  const secret = await choose({ channel: 'webhook', destination: `${receiver.url}/recorded` })
  const rows = await server.context.db.tenant(INSTALLATION, async (tx) => {
    const ids = await tx.selectFrom('audit_entries').select('id').orderBy('id', 'desc').limit(1).execute()
    return readEntries(
      tx,
      INSTALLATION,
      ids.map((row) => row.id),
    )
  })
  assert.equal(rows[0]!.action, 'installation.audit_heads_changed')
  assert.deepEqual(rows[0]!.changes, {
    channel: { from: null, to: 'webhook' },
    destination: { from: null, to: `${receiver.url}/recorded` },
    signing_secret: { from: null, to: 'set' },
  })
  assert.ok(!JSON.stringify(rows).includes(secret!))
})

async function seqsOf({ workspaceId }: Someone): Promise<number[]> {
  return (await inFile()).filter((head) => head.workspaceId === workspaceId).map((head) => head.seq)
}

/** So many more entries, chained. */
async function chained(entries: number, actor?: Someone): Promise<Someone> {
  const { db } = server.context
  const who = actor ?? (await someoneIn(db))
  await record(db, who, Array(entries).fill({}))
  const turn = openChaining({ db })
  while (await turn());
  return who
}

async function makeDue(): Promise<void> {
  await server.context.db.system((tx) => tx.rows('', 'update audit_heads set due_at = now()', []))
}
