import assert from 'node:assert/strict'
import { type TestServer, type TestWorkspace, until } from './app.ts'
import { emailOf, type Person } from './tenancy-people.ts'

/** Makes the member somebody of the directory for whom something came, and answers with what stands in their inbox. */
export async function inboxEntryOf(server: TestServer, { id, call }: TestWorkspace, member: Person): Promise<string> {
  const email = await emailOf(server, member.userId)
  const person = await call<{ id: string }>('POST', '/v1/people', { first_name: 'Reads', email })
  const made = [
    await call('POST', '/v1/triggers', {
      name: 'For the inbox',
      event_type: 'issue_created',
      template: 'mentioned',
      recipients: { people: [person.body.id] },
    }),
    await call('POST', '/v1/events', { type: 'issue_created', entity: { type: 'issue', id: '143' } }),
  ]
  for (const { status, body } of [person, ...made]) assert.ok(status < 300, JSON.stringify(body))
  const headers = { ...member.as('').headers, 'handset-workspace': id }
  return until('an entry in the inbox', async () => {
    const answer = await fetch(`${server.url}/v1/me/inbox`, { headers })
    const { items } = (await answer.json()) as { items: { id: string }[] }
    return items[0]?.id
  })
}
