import { createRoute, z } from '@hono/zod-openapi'
import { maskPhone, readPhone } from '../../shared/phone.ts'
import type { Actor, Context } from '../kit/context.ts'
import { downloadHeaders } from '../kit/download.ts'
import { once } from '../kit/idempotency.ts'
import { NO_CURSOR, pageOf, toPage } from '../kit/page.ts'
import { invalid, notFound, Problem } from '../kit/problem.ts'
import { allow, body, idempotencyHeader, json, newRoutes, problems } from '../kit/route.ts'
import type { Sealer } from '../kit/seal.ts'
import { exportOptOuts } from './export.ts'
import { handleOf, hashOfHandle, readRecipient } from './handle.ts'
import { importOptOuts } from './import.ts'
import {
  findOptOut,
  listOptOuts,
  lockNumbers,
  type OptOut,
  type OptOutFilter,
  type OptOutSource,
  openNumber,
  removeAdminOptOut,
  sealPurpose,
  writeOptOuts,
} from './opt-outs.ts'
import { recordOptOut } from './record.ts'
import { revealOptOut } from './reveal.ts'
import {
  exportQuery,
  importInput,
  importOut,
  type OptOutOut,
  optOutInput,
  optOutOut,
  optOutsQuery,
  revealedOut,
} from './schema.ts'

const params = z.object({ handle: z.string().max(80) })

export const consentRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/opt-outs',
      summary: 'Numbers that get no texts, newest first',
      request: { query: optOutsQuery },
      responses: { 200: json(pageOf(optOutOut), 'One page'), ...problems },
    }),
    async (c) => {
      const actor = allow(c, 'history.read')
      return c.json(await readPage(c.var.context, actor, c.req.valid('query')), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/opt-outs',
      summary: 'Stop all texts to a number',
      request: { headers: idempotencyHeader, ...body(optOutInput) },
      responses: {
        200: json(optOutOut, 'It was stopped already'),
        201: json(optOutOut, 'No text to it begins from now on'),
        ...problems,
      },
    }),
    async (c) => {
      const actor = allow(c, 'consent.write')
      const { number, note } = c.req.valid('json')
      const key = c.req.valid('header')['idempotency-key']
      const answer = await addOptOut(c.var.context, actor, key, number, note || null)
      return c.json(answer.body as OptOutOut, answer.status as 200 | 201)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/opt-outs/export',
      summary: 'All that fit as a file, with the numbers in full; that it was taken is recorded',
      request: { query: exportQuery },
      responses: {
        200: { description: 'The file', content: { 'text/csv': { schema: { type: 'string' } } } },
        ...problems,
      },
    }),
    async (c) => {
      const actor = allow(c, 'history.read')
      allow(c, 'numbers.reveal')
      const query = c.req.valid('query')
      const stream = await exportOptOuts(c.var.context, actor, readFilter(query), query)
      return c.body(stream, 200, downloadHeaders(`opt-outs-${c.var.context.now().toISOString().slice(0, 10)}.csv`))
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/opt-outs/import',
      summary: 'Stop all numbers of a file, or say first what it would do; repeating it changes nothing',
      request: body(importInput),
      responses: { 200: json(importOut, 'How many are stopped now, and which lines are no numbers'), ...problems },
    }),
    async (c) => {
      const actor = allow(c, 'consent.write')
      return c.json(await importOptOuts(c.var.context, actor, c.req.valid('json')), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/opt-outs/{handle}/reveal',
      summary: 'The number of an entry in full; the look is recorded',
      request: { params },
      responses: { 200: json(revealedOut, 'The number'), ...problems },
    }),
    async (c) => {
      const actor = allow(c, 'numbers.reveal')
      const revealed = await revealOptOut(c.var.context, actor, c.req.valid('param').handle)
      return c.json(revealed, 200, { 'cache-control': 'no-store' })
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/v1/opt-outs/{handle}',
      summary: 'Lift an opt-out that an administrator wrote',
      request: { params },
      responses: { 204: { description: 'The number may be texted again' }, ...problems },
    }),
    async (c) => {
      await liftOptOut(c.var.context, allow(c, 'consent.write'), c.req.valid('param').handle)
      return c.body(null, 204)
    },
  )

async function readPage(context: Context, actor: Actor, query: z.infer<typeof optOutsQuery>) {
  const { keys } = context
  const sealer = await keys.forWorkspace(actor.workspaceId)
  const found = await context.db.tenant(actor.workspaceId, async (tx) => {
    if (query.recipient === undefined) {
      const after = query.after === undefined ? null : readCursor(context, actor, query.after)
      return listOptOuts(tx, actor.workspaceId, { after, limit: query.limit, filter: readFilter(query) })
    }
    const numberHash = readRecipient(keys, actor.workspaceId, query.recipient)
    const one = await findOptOut(tx, actor.workspaceId, numberHash)
    return one ? [one] : []
  })
  const page = toPage(
    found.map((optOut) => ({ id: cursorOf(context, actor, optOut), optOut })),
    query.limit,
  )
  return { items: page.rows.map(({ optOut }) => shown(context, actor, sealer, optOut)), next: page.next }
}

function readFilter({ source, scope, since, until }: z.infer<typeof exportQuery>): OptOutFilter {
  return { source, scope, since: since ? new Date(since) : undefined, until: until ? new Date(until) : undefined }
}

function cursorOf(context: Context, actor: Actor, optOut: OptOut): string {
  return `${optOut.createdAtMicros}~${handleOf(context.keys, actor.workspaceId, optOut.numberHash)}`
}

function readCursor(context: Context, actor: Actor, cursor: string): { createdAtMicros: string; numberHash: Buffer } {
  const [, createdAtMicros, handle] = /^(\d{1,16})~(.+)$/.exec(cursor) ?? []
  const numberHash = hashOfHandle(context.keys, actor.workspaceId, handle ?? '')
  if (!createdAtMicros || !numberHash) throw invalid([NO_CURSOR])
  return { createdAtMicros, numberHash }
}

async function addOptOut(
  context: Context,
  actor: Actor,
  key: string | undefined,
  number: string,
  note: string | null,
): Promise<{ status: number; body: unknown }> {
  const phone = readPhone(number)
  if (!phone.ok) throw invalid([{ pointer: '/number', detail: phone.text }])
  const { workspaceId } = actor
  const numberHash = context.keys.hashNumber(phone.e164)
  const sealer = await context.keys.forWorkspace(workspaceId)
  const request = { path: '/v1/opt-outs', number: numberHash.toString('hex'), note }
  return once(context, workspaceId, key, request, async (tx) => {
    await lockNumbers(tx, [numberHash])
    const standing = await findOptOut(tx, workspaceId, numberHash)
    if (standing) return { status: 200, body: shown(context, actor, sealer, standing) }
    const numberSealed = sealer.seal(sealPurpose(numberHash), phone.e164)
    await writeOptOuts(tx, [{ workspaceId, numberHash, numberSealed, source: 'admin', note, createdBy: actor.name }])
    await recordOptOut(context, tx, actor, 'opt_out.added', { workspaceId, numberHash, number: phone.e164 })
    const made = await findOptOut(tx, workspaceId, numberHash)
    return { status: 201, body: shown(context, actor, sealer, made!) }
  })
}

async function liftOptOut(context: Context, actor: Actor, handle: string): Promise<void> {
  const { workspaceId } = actor
  const numberHash = hashOfHandle(context.keys, workspaceId, handle)
  if (!numberHash) throw notFound('opt-out')
  const sealer = await context.keys.forWorkspace(workspaceId)
  await context.db.tenant(workspaceId, async (tx) => {
    await lockNumbers(tx, [numberHash])
    const standing = await findOptOut(tx, workspaceId, numberHash)
    if (!standing) throw notFound('opt-out')
    if (!(await removeAdminOptOut(tx, workspaceId, numberHash))) {
      throw new Problem(409, 'not_removable', WHY_IT_STAYS[standing.source])
    }
    const number = openNumber(sealer, standing)
    await recordOptOut(context, tx, actor, 'opt_out.removed', { workspaceId, numberHash, number })
  })
}

const WHY_IT_STAYS: Record<OptOutSource, string> = {
  keyword: 'This number answered STOP. Only START from the phone undoes it.',
  provider: 'The provider blocks this number because it answered STOP. Only START from the phone undoes it.',
  person: 'The person stopped the texts. Only the person can take them up again, or START from the phone.',
  import: 'This number was stopped before it came here. Only START from the phone undoes it.',
  admin: 'Somebody changed this entry in the same moment. Try again.',
}

function shown(context: Context, actor: Actor, sealer: Sealer, optOut: OptOut): OptOutOut {
  const number = openNumber(sealer, optOut)
  return {
    handle: handleOf(context.keys, actor.workspaceId, optOut.numberHash),
    to: number === null ? null : maskPhone(number),
    source: optOut.source,
    scope: optOut.scope,
    said_in: optOut.inboundId,
    link_of: optOut.messageId,
    note: optOut.note,
    created_by: optOut.createdBy,
    created_at: optOut.createdAt.toISOString(),
    removable: optOut.source === 'admin',
  }
}
