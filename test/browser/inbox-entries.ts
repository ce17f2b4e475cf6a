import assert from 'node:assert/strict'
import type { Visit } from './visit.ts'

/** Whoever is signed in becomes somebody of the directory, and is told of what they are mentioned in. */
export async function becomeSomebody({ api }: Pick<Visit, 'api'>): Promise<string> {
  await api('PATCH', '/v1/me/preferences', { events: { mentioned: { in_app: true } } })
  await api('POST', '/v1/triggers', {
    name: 'Mentioned people read it',
    event_type: 'mentioned',
    template: 'mentioned',
    recipients: { roles: ['mentioned'] },
  })
  const { body } = await api('GET', '/v1/me/inbox/unread')
  assert.equal(typeof body.person_id, 'string')
  return body.person_id as string
}

/** They are mentioned in each of these, one after the other. */
export async function arriveInInbox(
  { api }: Pick<Visit, 'api'>,
  personId: string,
  identifiers: string[],
): Promise<void> {
  for (const identifier of identifiers) {
    const url = `https://app.acme.example/issues/${identifier}`
    const entity = { type: 'issue', id: identifier, identifier, title: 'Fix login redirect', url }
    await api('POST', '/v1/events', { type: 'mentioned', entity, recipients: { mentioned: [personId] } })
  }
}
