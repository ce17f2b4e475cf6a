import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type OptOutSource, writeOptOuts } from '../server/consent/opt-outs.ts'
import { openPhones, type Phones } from '../server/verification/testing.ts'
import { until } from './app.ts'

let phones: Phones
before(async () => {
  phones = await openPhones()
  const { carrier, workspace } = phones
  // A name sends, which nobody can answer.
  await carrier.server.context.db.tenant(workspace.id, (tx) =>
    tx.rows('', `update senders set kind = 'alphanumeric', value = 'Acme' where workspace_id = $1`, [workspace.id]),
  )
})
after(() => phones.carrier.stop())

let numbers = 0
/** Names reach phones there; a block of its own each, since codes to one block are counted together. */
const newPhone = () => `+49151${23_450_000 + 10_000 * numbers++}`
const hashOf = (to: string) => phones.carrier.server.context.keys.hashNumber(to)
const inWorkspace = <T>(
  ask: (tx: Parameters<Parameters<typeof phones.carrier.server.context.db.tenant>[1]>[0]) => Promise<T>,
) => phones.carrier.server.context.db.tenant(phones.workspace.id, ask)

const press = (url: string, form: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { 'x-forwarded-for': `198.51.100.${numbers}` },
    body: new URLSearchParams(form),
  })
const textOf = async (answer: Promise<Response>) => (await answer).text()

async function linkTo(to: string): Promise<string> {
  const { body } = await phones.workspace.call<{ id: string }>('POST', '/v1/messages', {
    to,
    body: 'Due',
    class: 'nudge',
  })
  const shown = await phones.workspace.call<{ body: string }>('GET', `/v1/messages/${body.id}`)
  return /End texts: (\S+)$/.exec(shown.body.body)![1]!
}

async function stopped(to = newPhone()): Promise<{ to: string; link: string }> {
  const link = await linkTo(to)
  await press(link)
  return { to, link }
}

const skipOf = async (to: string) =>
  (await phones.workspace.call<{ skip_reason: string | null }>('POST', '/v1/messages', { to, body: 'Hi' })).body
    .skip_reason

/** What of the texts on a phone carries a code, the newest first. */
const codesOn = async (to: string) =>
  (await phones.carrier.texts(to)).flatMap(({ body }) => /^Acme: (\d{6}) lets our texts come/.exec(body)?.[1] ?? [])
const codeOn = (to: string) => until(`a code on ${to}`, async () => (await codesOn(to))[0] ?? null)

/** As if the wait for another code were over. */
const waited = (to: string) =>
  inWorkspace((tx) => tx.rows('', 'update codes set resend_at = now() where number_hash = $1', [hashOf(to)]))

test('a code from the phone brings back what a link ended, and what was said is kept', async () => {
  const { to, link } = await stopped()
  assert.match(await textOf(fetch(link)), /name="again"[^>]*\/><button class="quiet">Let texts come again</)
  assert.match(await textOf(press(link, { again: '1' })), /We texted a code to .*name="code"/)
  const code = await codeOn(to)
  assert.equal(await skipOf(to), 'opted_out')
  assert.match(await textOf(press(link, { code: code === '000000' ? '000001' : '000000' })), /That is not the code/)
  assert.equal(await skipOf(to), 'opted_out')
  assert.match(
    await textOf(press(link, { code: ` ${code.slice(0, 3)} ${code.slice(3)} ` })),
    /may send texts to .* again/,
  )
  assert.equal(await skipOf(to), null)
  const [kept] = await inWorkspace((tx) =>
    tx.rows<Record<string, string>>('', 'select source, wording, from_address from opt_ins where number_hash = $1', [
      hashOf(to),
    ]),
  )
  assert.deepEqual([kept!.source, kept!.from_address], ['confirmed', `198.51.100.${numbers}`])
  assert.match(
    kept!.wording!,
    /^We texted a code to \+49.*Once you enter it, Acme may send texts to this number again\.$/,
  )
  assert.ok(!kept!.wording!.includes(to))
  const audit = await phones.workspace.call<{ items: { action: string; actor: { name: string } }[] }>(
    'GET',
    '/v1/audit',
  )
  assert.equal(audit.body.items[0]!.action, 'opt_out.removed')
  // It is good once, and texts can be ended again.
  await press(link)
  assert.match(await textOf(press(link, { code })), /no longer valid/)
  assert.equal(await skipOf(to), 'opted_out')
})

test('whoever only has the text makes the phone ring twice a day at most, and texts stay ended', async () => {
  const { to, link } = await stopped()
  for (let i = 0; i < 4; i++) {
    await press(link, { again: '1' })
    await waited(to)
  }
  await until('two codes', async () => ((await codesOn(to)).length >= 2 ? true : null))
  assert.match(await textOf(press(link, { again: '1' })), /Try again tomorrow/)
  assert.equal((await codesOn(to)).length, 2)
  assert.equal(await skipOf(to), 'opted_out')
})

for (const source of ['admin', 'keyword', 'provider', 'import'] satisfies OptOutSource[]) {
  test(`what came by ${source} is brought back by no code`, async () => {
    const to = newPhone()
    const link = await linkTo(to)
    await inWorkspace((tx) =>
      writeOptOuts(tx, [{ workspaceId: phones.workspace.id, numberHash: hashOf(to), source, note: null }]),
    )
    assert.doesNotMatch(await textOf(fetch(link)), /name="again"/)
    await press(link, { again: '1' })
    const codes = await inWorkspace((tx) => tx.rows('', 'select from codes where number_hash = $1', [hashOf(to)]))
    assert.equal(codes.length, 0)
    assert.equal(await skipOf(to), 'opted_out')
  })
}

test('in the profile too, by a code to one’s own number and by nothing else', async () => {
  const to = newPhone()
  const somebody = await phones.confirmed(to)
  const again = () => somebody.ask('POST', '/v1/me/phone/return')
  assert.deepEqual([(await again()).status, (await again()).body.code], [409, 'no_way_back'])
  await stopped(to)
  const { opted_out } = await somebody.show()
  assert.deepEqual([opted_out.by_link, opted_out.by_admin, opted_out.text_start_to], [true, false, null])
  assert.equal((await again()).status, 202)
  const code = await codeOn(to)
  const confirm = (entered: string) => somebody.ask('POST', '/v1/me/phone/return/confirm', { code: entered })
  assert.equal((await confirm(code === '000000' ? '000001' : '000000')).status, 422)
  const back = await confirm(code)
  assert.deepEqual([back.status, back.body.opted_out], [200, null])
  assert.equal(await skipOf(to), null)
  assert.equal((await confirm(code)).body.code, 'no_way_back')
})

test('where an answer comes in again, START is the way', async (t) => {
  const { link } = await stopped()
  const become = (kind: string, value: string) =>
    inWorkspace((tx) => tx.rows('', 'update senders set kind = $1, value = $2', [kind, value]))
  await become('phone_number', '+14155550100')
  // What a look at the provider found about the name.
  await inWorkspace((tx) => tx.rows('', 'delete from reply_routes', []))
  t.after(() => become('alphanumeric', 'Acme'))
  assert.doesNotMatch(await textOf(fetch(link)), /name="again"/)
})
