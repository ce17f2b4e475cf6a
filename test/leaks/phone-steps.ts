import assert from 'node:assert/strict'
import { until } from '../app.ts'
import type { Ask } from './observed.ts'
import type { World } from './world.ts'

const NUMBER = '+14155550178'

/** The owner confirms a number by the code that comes to it, switches texts off, and takes the number back. */
export async function confirmOwnPhone({ seen, simulator, owner }: World): Promise<void> {
  const ask = async (route: string, asked: Partial<Ask> = {}) => {
    const answer = await seen.ask(route, { path: route.split(' ')[1]!, headers: owner, ...asked })
    assert.ok(answer.status < 300, `${route}: ${answer.text}`)
    return answer
  }
  await ask('POST /v1/me/phone', { body: { number: NUMBER } })
  const code = await until('the code on the phone', async () => {
    const answer = await fetch(`${simulator.url}/sim/messages?to=${encodeURIComponent(NUMBER)}`)
    const { items } = (await answer.json()) as { items: { body: string }[] }
    return items[0] && /\d{6}/.exec(items[0].body)?.[0]
  })
  const path = '/v1/me/phone/confirm'
  await seen.ask(`POST ${path}`, { path, headers: owner, body: { code: code === '000000' ? '000001' : '000000' } })
  await ask(`POST ${path}`, { body: { code } })
  await ask('GET /v1/me/phone')
  await ask('PATCH /v1/me/phone', { body: { sms_on: false } })
  await ask('DELETE /v1/me/phone')
  // Once without a session each.
  for (const route of ['GET', 'PATCH', 'DELETE', 'POST'])
    await seen.ask(`${route} /v1/me/phone`, { path: '/v1/me/phone', ...(route !== 'GET' && { body: {} }) })
}
