import { createRoute, z } from '@hono/zod-openapi'
import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import { Problem } from '../kit/problem.ts'
import { allow, body, json, newRoutes, problems } from '../kit/route.ts'
import { findPace, type Pace, setPace } from './pace.ts'

export const paceOut = z
  .object({
    sender: z.string().openapi({ description: 'What the workspace sends from at present.' }),
    inherited: z.boolean().openapi({ description: 'The sender is the installation’s: its operator sets the pace.' }),
    segments_per_second: z.number().nullable().openapi({ description: 'Null for as fast as the provider takes them.' }),
    usual: z.number().nullable().openapi({ description: 'What a sender of this kind may be expected to have.' }),
  })
  .openapi('Pace')

const paceInput = z
  .strictObject({ segments_per_second: z.number().min(0.01).max(10_000).nullable() })
  .openapi('PaceInput')

export const paceRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/sms/pace',
      summary: 'How fast texts go to the provider',
      responses: { 200: json(paceOut, 'The pace of the sender'), ...problems },
    }),
    async (c) => c.json(shown(await readPace(c.var.context, allow(c, 'sms.read'))), 200),
  )
  .openapi(
    createRoute({
      method: 'put',
      path: '/v1/sms/pace',
      summary: 'Set the pace of the sender, for all workspaces that send from it',
      request: body(paceInput),
      responses: { 200: json(paceOut, 'The pace from now on'), ...problems },
    }),
    async (c) => {
      const actor = allow(c, 'sms.configure')
      const { context } = c.var
      const to = c.req.valid('json').segments_per_second
      const pace = await readPace(context, actor)
      if (pace.inherited) throw inheritedPace()
      const changes = { segments_per_second: { from: pace.segmentsPerSecond, to } }
      if (to === pace.segmentsPerSecond) return c.json(shown(pace), 200)
      await setPace(context, pace, to, (tx) =>
        recordChange(tx, actor, { action: 'sms_pace.changed', target: 'sms_settings', changes }),
      )
      return c.json(shown({ ...pace, segmentsPerSecond: to }), 200)
    },
  )

async function readPace(context: Context, actor: Actor): Promise<Pace> {
  const pace = await findPace(context, actor.workspaceId)
  if (!pace) throw new Problem(409, 'no_sender', 'There is no sender whose pace could be set. Choose one first.')
  return pace
}

function inheritedPace(): Problem {
  return new Problem(409, 'inherited', 'This sender belongs to the installation. Its operator sets the pace for all.')
}

function shown(pace: Pace): z.infer<typeof paceOut> {
  return {
    sender: pace.sender,
    inherited: pace.inherited,
    segments_per_second: pace.segmentsPerSecond,
    usual: pace.usual,
  }
}
