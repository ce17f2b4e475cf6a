import assert from 'node:assert/strict'
import { secretCanary } from './canaries.ts'
import type { World } from './world.ts'

/** The heads of the audit logs go to a webhook, which is signed with a secret that is shown once. */
export async function sendHeadsOutside({ seen, owner, receiver, madeHere }: World): Promise<void> {
  const path = '/v1/installation/audit-heads'
  const ask = async (route: string, body?: object) => {
    const answer = await seen.ask(route, { path: route.split(' ')[1]!, headers: owner, ...(body && { body }) })
    assert.ok(answer.status < 300, `${route}: ${answer.text}`)
    return answer
  }
  const saved = await ask(`PATCH ${path}`, { channel: 'webhook', destination: `http://${receiver.host}/heads` })
  madeHere.push({
    canary: secretCanary('signing secret of the heads', saved.body.signing_secret),
    shownIn: [saved.route],
  })
  await ask(`POST ${path}/test`)
  await ask(`PATCH ${path}`, { channel: null })
}
