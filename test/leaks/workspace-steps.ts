import assert from 'node:assert/strict'
import type { World } from './world.ts'

/** The workspace is marked for deletion and kept, suspended and let go again. */
export async function endAndKeep({ seen, owner, key }: World): Promise<void> {
  const ask = async (route: string, headers: Record<string, string>, body?: object, path = route.split(' ')[1]!) => {
    const answer = await seen.ask(route, { path, headers, ...(body && { body }) })
    assert.ok(answer.status < 300, `${route}: ${answer.text}`)
    return answer.body
  }
  const { id, slug } = await ask('GET /v1/workspace', key)
  await ask('DELETE /v1/workspace', key, { slug })
  await ask('POST /v1/workspace/keep', key)
  const oversee = (body: object) =>
    ask('PATCH /v1/installation/workspaces/{id}', owner, body, `/v1/installation/workspaces/${id}`)
  await oversee({ suspended: true, why: 'Just for a moment' })
  await oversee({ suspended: false })
}

/** The provider is asked only once in a while; here a while has passed. */
export async function checkAgain({ seen, key }: World): Promise<void> {
  await seen.query(`update connections set checked_at = now() - interval '1 minute'`)
  const path = '/v1/sms/readiness/check'
  const answer = await seen.ask(`POST ${path}`, { path, headers: key })
  assert.ok(answer.status < 300, answer.text)
}
