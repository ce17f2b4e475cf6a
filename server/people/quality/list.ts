import type { z } from '@hono/zod-openapi'
import { recordChange, stating } from '../../audit/record.ts'
import type { Actor, Context } from '../../kit/context.ts'
import { csvLine } from '../../kit/csv.ts'
import { inParts } from '../../kit/download.ts'
import { cursorOf, findOfKind, type Place, readCursor } from './find.ts'
import type { QualityKind, QualityPerson, qualityPage, qualityQuery } from './schema.ts'
import { showOfKind } from './show.ts'

/** One page of the people of a kind. @throws {Problem} 422 for a cursor that is none. */
export async function listOfKind(
  context: Context,
  workspaceId: string,
  { kind, limit, after }: z.infer<typeof qualityQuery>,
): Promise<z.infer<typeof qualityPage>> {
  const place = after === undefined ? null : readCursor(context, workspaceId, kind, after)
  const { items, next } = await readPage(context, workspaceId, kind, place, limit)
  return { items, next: next && cursorOf(context, workspaceId, next) }
}

interface Page {
  items: QualityPerson[]
  next: Place | null
}

async function readPage(
  context: Context,
  workspaceId: string,
  kind: QualityKind,
  after: Place | null,
  limit: number,
): Promise<Page> {
  const sealer = await context.keys.forWorkspace(workspaceId)
  return context.db.tenant(workspaceId, async (tx) => {
    const { people, next } = await findOfKind(tx, workspaceId, kind, after, limit)
    const ids = people.map(({ id }) => id)
    return { items: ids.length > 0 ? await showOfKind(tx, sealer, workspaceId, kind, ids) : [], next }
  })
}

const AT_ONCE = 500
const COLUMNS = [
  'id',
  'external_id',
  'first_name',
  'last_name',
  'email',
  'number',
  'source',
  'kind',
  'reason',
  'remedy',
]

/** All of a kind as a file, a page at a time, with numbers masked. Who took it is on record before the first leaves. */
export async function exportOfKind(
  context: Context,
  actor: Actor,
  kind: QualityKind,
): Promise<ReadableStream<Uint8Array>> {
  await context.db.tenant(actor.workspaceId, (tx) =>
    recordChange(tx, actor, { action: 'phone_quality.exported', target: 'people', changes: stating({ kind }) }),
  )
  return inParts(written(context, actor.workspaceId, kind))
}

async function* written(context: Context, workspaceId: string, kind: QualityKind): AsyncGenerator<string> {
  yield csvLine(COLUMNS)
  let place: Place | null = null
  do {
    const page: Page = await readPage(context, workspaceId, kind, place, AT_ONCE)
    yield page.items.map((person) => toLine(kind, person)).join('')
    place = page.next
  } while (place)
}

function toLine(kind: QualityKind, person: QualityPerson): string {
  const { id, external_id, first_name, last_name, email, phone, reason, remedy } = person
  const { number = null, source = null } = phone ?? {}
  return csvLine([id, external_id, first_name, last_name, email, number, source, kind, reason, remedy])
}
