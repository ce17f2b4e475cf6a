import type { Payload } from '../alerts/accept-events.ts'
import { type Fitting, type Recipient, readPeople } from '../alerts/recipients.ts'
import type { Tx } from '../kit/db.ts'

/** What an event says that nobody posted. */
export const NOTHING_SAID: Payload = { entity: { type: '', id: '' } }

/** As events find people: by our id, or by what the product calls them. */
export async function findSomebody(tx: Tx, workspaceId: string, ref: string): Promise<Recipient | undefined> {
  return (await readPeople(tx, workspaceId, [{ payload: NOTHING_SAID, triggers: [naming(ref)] }])).find(ref)
}

/** A trigger that tells this one by name. */
export function naming(ref: string): Fitting['triggers'][number] {
  return { recipients: { roles: [], people: [ref], groups: [], managers_of: [] } }
}
