import type { Tx } from '../../kit/db.ts'
import type { Sealer } from '../../kit/seal.ts'
import type { Payload } from '../accept-events.ts'
import { openPayload } from '../events.ts'
import type { KnownDate } from './known-dates.ts'

/** Events by id, as far as they are still there. */
export async function readSaid(
  tx: Tx,
  workspaceId: string,
  rows: readonly KnownDate[],
  sealer: Sealer,
): Promise<Map<string, Payload>> {
  const ids = [...new Set(rows.flatMap(({ said_in }) => Object.values(said_in)))]
  const events = await tx.rows<{ id: string; payload_sealed: Buffer }>(
    'due_dates_said',
    'select id, payload_sealed from events where workspace_id = $1 and id = any($2::text[])',
    [workspaceId, ids],
  )
  return new Map(events.map((event) => [event.id, openPayload(event, sealer)]))
}

/** An item as all its events together say it, with the date that counts. */
export function payloadOf(
  { entity_type, entity_id, due, said_in }: KnownDate,
  said: ReadonlyMap<string, Payload>,
): Payload {
  const of = (part: string) => said.get(said_in[part] ?? '')
  const { identifier, title, url } = of('item')?.entity ?? {}
  const roles = Object.keys(said_in).filter((part) => part.startsWith('role:'))
  return {
    entity: {
      type: entity_type,
      id: entity_id,
      ...(identifier !== undefined && { identifier }),
      ...(title !== undefined && { title }),
      ...(url !== undefined && { url }),
      properties: { ...of('properties')?.entity.properties, due_date: due },
    },
    recipients: Object.fromEntries(
      roles.map((part) => {
        const role = part.slice('role:'.length)
        return [role, of(part)?.recipients?.[role] ?? []]
      }),
    ),
  }
}
