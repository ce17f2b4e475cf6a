import { createRoute } from '@hono/zod-openapi'
import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import { INSTALLATION } from '../kit/id.ts'
import { body, json, newRoutes, operatorOnly, problems } from '../kit/route.ts'
import { type Inheritance, type InheritanceInput, inheritance, inheritanceInput } from './schema.ts'

export const inheritanceRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/installation/sms',
      tags: ['Installation'],
      summary:
        'What holds for workspaces and the installation’s connection: own settings, how far STOP reaches, what each may use a day (operator)',
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
      summary:
        'Change any of it: workspaces that have settings of their own keep them, and what was stopped stays as it is (operator)',
      request: body(inheritanceInput),
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
    tx.selectFrom('inherited_channel').select(RULES).executeTakeFirstOrThrow(),
  )
}

const ACTIONS = {
  own_settings_allowed: 'installation.own_settings_changed',
  opt_outs_everywhere: 'installation.opt_outs_changed',
  daily_cap_micros: 'installation.daily_cap_changed',
} as const
const RULES = ['own_settings_allowed', 'opt_outs_everywhere', 'daily_cap_micros'] as const

async function setInheritance(context: Context, actor: Actor, wanted: InheritanceInput): Promise<void> {
  await context.db.tenant(INSTALLATION, async (tx) => {
    const before = await tx.selectFrom('inherited_channel').select(RULES).forUpdate().executeTakeFirstOrThrow()
    for (const name of RULES) {
      // Nothing is an amount too: none.
      const to = wanted[name] === undefined ? before[name] : wanted[name]
      if (before[name] === to) continue
      await tx
        .updateTable('inherited_channel')
        .set({ [name]: to })
        .execute()
      const changes = { [name]: { from: before[name], to } }
      const change = { action: ACTIONS[name], target: 'installation', changes }
      await recordChange(tx, { ...actor, workspaceId: INSTALLATION }, change)
    }
  })
}
