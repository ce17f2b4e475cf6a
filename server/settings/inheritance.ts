import { createRoute } from '@hono/zod-openapi'
import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import { INSTALLATION } from '../kit/id.ts'
import { body, json, newRoutes, operatorOnly, problems } from '../kit/route.ts'
import { type Inheritance, inheritance } from './schema.ts'

export const inheritanceRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/installation/sms',
      tags: ['Installation'],
      summary: 'Whether workspaces may have SMS settings of their own (operator)',
      responses: { 200: json(inheritance, 'The rule'), ...problems },
    }),
    async (c) => {
      operatorOnly(c)
      return c.json(await readInheritance(c.var.context), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'put',
      path: '/v1/installation/sms',
      tags: ['Installation'],
      summary: 'Let workspaces have SMS settings of their own, or not; those that have some keep them (operator)',
      request: body(inheritance),
      responses: { 200: json(inheritance, 'The rule from now on'), ...problems },
    }),
    async (c) => {
      const actor = operatorOnly(c)
      await setInheritance(c.var.context, actor, c.req.valid('json'))
      return c.json(await readInheritance(c.var.context), 200)
    },
  )

async function readInheritance(context: Context): Promise<Inheritance> {
  return context.db.tenant(INSTALLATION, (tx) =>
    tx.selectFrom('inherited_channel').select('own_settings_allowed').executeTakeFirstOrThrow(),
  )
}

async function setInheritance(context: Context, actor: Actor, to: Inheritance): Promise<void> {
  await context.db.tenant(INSTALLATION, async (tx) => {
    const before = await tx
      .selectFrom('inherited_channel')
      .select('own_settings_allowed')
      .forUpdate()
      .executeTakeFirst()
    if (before!.own_settings_allowed === to.own_settings_allowed) return
    await tx.updateTable('inherited_channel').set(to).execute()
    await recordChange(
      tx,
      { ...actor, workspaceId: INSTALLATION },
      {
        action: 'installation.own_settings_changed',
        target: 'installation',
        changes: { own_settings_allowed: { from: before!.own_settings_allowed, to: to.own_settings_allowed } },
      },
    )
  })
}
