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
