import assert from 'node:assert/strict'
import { until } from '../app.ts'
import type { Ask } from './observed.ts'
import type { World } from './world.ts'

/** Where names reach phones. */
const NUMBER = '+4915123450178'

/** Somebody texts what may be a wish to be left alone: the number and the words are planted. Answers with the text's id. */
export async function textBack(world: World): Promise<string> {
  const { seen, simulator, planted, key } = world
  const [account] = simulator.state.accounts
  const sender = account!.numbers.find(({ phoneNumber }) => phoneNumber === '+14155550100')!
  sender.smsUrl = `https://old.acme.example/in?key=${encodeURIComponent(planted.querySecret.value)}`
  const pointed = await pointReplies(world)
  const response = await fetch(`${simulator.url}/sim/handsets/${encodeURIComponent(planted.phone.value)}/replies`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ to: sender.phoneNumber, body: `please stop ${planted.body.value}` }),
  })
  assert.equal(response.status, 201, await response.clone().text())
  const path = '/v1/sms/replies/put-back'
  const back = await seen.ask(`POST ${path}`, {
    path,
    headers: key,
    body: { senders: pointed.map(({ id }) => ({ id })) },
  })
  assert.equal(back.status, 200, back.text)
  return until('the text that came in', async () => {
    const { items } = (await seen.ask('GET /v1/inbound', { path: '/v1/inbound', headers: key })).body
    return items[0]?.id
  })
}

/** Where they went before stands in an address with a secret. The first time that is not what was shown. */
async function pointReplies({ seen, key }: World): Promise<{ id: string; version: string }[]> {
  const path = '/v1/sms/replies'
  return until('replies coming here', async () => {
    const { senders } = (await seen.ask(`GET ${path}`, { path, headers: key })).body
    const wanted = senders.map(({ id, version }: { id: string; version: string }) => ({ id, version }))
    const body = { senders: wanted }
    const answer = await seen.ask(`POST ${path}/point`, { path: `${path}/point`, headers: key, body })
    return answer.status === 200 && wanted
  })
}

/** The owner confirms a number by the code that comes to it, switches texts off, and takes the number back. */
export async function confirmOwnPhone({ seen, simulator, owner }: World): Promise<void> {
  const ask = async (route: string, asked: Partial<Ask> = {}) => {
    const answer = await seen.ask(route, { path: route.split(' ')[1]!, headers: owner, ...asked })
    assert.ok(answer.status < 300, `${route}: ${answer.text}`)
    return answer
  }
  const enter = async (path: string, texts: number) => {
    const code = await until('the code on the phone', async () => {
      const answer = await fetch(`${simulator.url}/sim/messages?to=${encodeURIComponent(NUMBER)}`)
      const { items } = (await answer.json()) as { items: { body: string }[] }
      return items.length === texts && /\d{6}/.exec(items[0]!.body)?.[0]
    })
    await seen.ask(`POST ${path}`, { path, headers: owner, body: { code: code === '000000' ? '000001' : '000000' } })
    await ask(`POST ${path}`, { body: { code } })
  }
  await ask('POST /v1/me/phone', { body: { number: NUMBER } })
  await enter('/v1/me/phone/confirm', 1)
  await ask('GET /v1/me/phone')
  await ask('PATCH /v1/me/phone', { body: { sms_on: false } })
  // Ended by a link of a sender that nobody can answer, and asked for again.
  const senders = await seen.query<{ id: string; kind: string; value: string }>('select id, kind, value from senders')
  await seen.query(`update senders set kind = 'alphanumeric', value = 'Acme ' || right(id, 4)`)
  await seen.query(`insert into opt_outs (workspace_id, number_hash, source)
    select workspace_id, number_hash, 'person' from phones where source = 'self'`)
  await ask('POST /v1/me/phone/return')
  await enter('/v1/me/phone/return/confirm', 2)
  for (const { id, kind, value } of senders)
    await seen.query(`update senders set kind = '${kind}', value = '${value}' where id = '${id}'`)
  await ask('DELETE /v1/me/phone')
  // Once without a session each.
  for (const route of ['GET', 'PATCH', 'DELETE', 'POST'])
    await seen.ask(`${route} /v1/me/phone`, { path: '/v1/me/phone', ...(route !== 'GET' && { body: {} }) })
}
