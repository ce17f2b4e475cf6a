import { REMINDER } from '../../shared/events.ts'
import type { Tx } from '../kit/db.ts'
import { CATALOG } from '../templates/catalog.ts'
import { sampleFor } from '../templates/sample.ts'
import type { Payload } from './accept-events.ts'

/** What an event of a type may look like, to try a trigger with: as templates are shown with it. */
export async function sampleEvent(tx: Tx, workspaceId: string, type: string): Promise<Payload> {
  const template = [...CATALOG.values()].find(({ key, events }) => events.includes(type as never) || key === type)
  const { entity, before, after } = sampleFor(template?.key ?? '')
  const own = template ? undefined : await ownSample(tx, workspaceId, type)
  return {
    entity: {
      type: entity.type!,
      id: entity.id!,
      identifier: entity.identifier,
      title: entity.title!,
      properties: { ...(entity.properties as NonNullable<Payload['before']>), ...own },
    },
    ...(isSaid(before) && { before }),
    ...(isSaid(after) && { after }),
  }
}

function isSaid(values: Record<string, unknown> | undefined): values is NonNullable<Payload['before']> {
  return values !== undefined && Object.keys(values).length > 0
}

async function ownSample(tx: Tx, workspaceId: string, type: string): Promise<Payload['before']> {
  if (type === REMINDER.type) return undefined
  const [row] = await tx.rows<{ sample: NonNullable<Payload['before']> }>(
    'event_type_sample',
    'select sample from event_types where workspace_id = $1 and type = $2',
    [workspaceId, type],
  )
  return row?.sample
}
