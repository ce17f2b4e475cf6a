import assert from 'node:assert/strict'
import { until } from '../app.ts'
import type { Names } from '../request-names.ts'
import { secretCanary } from './canaries.ts'
import type { World } from './world.ts'

/** Somebody is told of everything, words included, and repeats in their answers what they heard. */
export async function hearBack(world: World): Promise<Pick<Names, 'webhook' | 'delivery'>> {
  const { seen, key, receiver, planted, madeHere } = world
  const ask = async (route: string, path: string, body?: object) => {
    const answer = await seen.ask(route, { path, headers: key, ...(body && { body }) })
    assert.ok(answer.status < 300, answer.text)
    return answer
  }
  receiver.answers(({ body }, response) => void response.end(`${body} ${planted.phone.value}`))
  const made = await ask('POST /v1/webhooks', '/v1/webhooks', { url: `${receiver.url}/hook`, with_text: true })
  const webhook = made.body.webhook.id as string
  const path = `/v1/webhooks/${webhook}`
  const replaced = await ask('POST /v1/webhooks/{id}/secret', `${path}/secret`)
  for (const { body, route } of [made, replaced])
    madeHere.push({ canary: secretCanary('webhook secret', body.secret.slice('whsec_'.length)), shownIn: [route] })
  await ask('POST /v1/messages', '/v1/messages', { to: planted.phone.value, body: planted.body.value })
  const { id: delivery } = (await ask('POST /v1/webhooks/{id}/test', `${path}/test`)).body
  await until('the test and the text being told of', async () => {
    const { body } = await seen.ask('GET /v1/webhooks/{id}/deliveries', { path: `${path}/deliveries`, headers: key })
    return body.items.filter((one: { state: string }) => one.state === 'succeeded').length >= 2
  })
  return { webhook, delivery }
}
