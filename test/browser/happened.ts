import type { Visit } from './visit.ts'

type Answer = { id: string }

/** A day in the life of an item, posted as the product would: told, left out, no trigger, nobody. */
export async function letThingsHappen({
  api,
}: Pick<Visit, 'api'>): Promise<Record<'told' | 'nobody' | 'unfit', string>> {
  const make = async (path: string, body: object) => (await api('POST', path, body)).body as unknown as Answer
  await make('/v1/people', { external_id: 'u-1', first_name: 'Night', last_name: 'Desk', email: 'night@acme.example' })
  await make('/v1/people', { external_id: 'u-2', first_name: 'Day', last_name: 'Desk', active: false })
  await make('/v1/triggers', {
    name: 'Mentioned people are told',
    event_type: 'mentioned',
    template: 'mentioned',
    recipients: { roles: ['mentioned'] },
  })
  const entity = {
    type: 'issue',
    id: '142',
    identifier: 'ENG-142',
    title: 'Fix login redirect',
    url: 'https://app.acme.example/issues/ENG-142',
    properties: { project: 'Engineering', labels: ['auth', 'web'] },
  }
  const told = await make('/v1/events', {
    id: 'e-1',
    type: 'mentioned',
    actor: 'u-9',
    entity,
    recipients: { mentioned: ['u-1', 'u-2', 'u-404'] },
  })
  const nobody = await make('/v1/events', { type: 'mentioned', entity, recipients: { mentioned: ['u-2'] } })
  const unfit = await make('/v1/events', {
    type: 'priority_changed',
    entity,
    before: { priority: 'high' },
    after: { priority: 'urgent' },
  })
  return { told: told.id, nobody: nobody.id, unfit: unfit.id }
}
