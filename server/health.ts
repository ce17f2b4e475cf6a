import { Hono } from 'hono'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Context } from './kit/context.ts'

const DATABASE_TIMEOUT_MS = 1000

/** `/healthz`: the process lives. `/readyz`: it can do its work. `/metrics`: figures for the operator, no tenant's data. */
export function healthRoutes(context: Context) {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const queued = new Gauge({
    name: 'handset_messages_waiting',
    help: 'Texts waiting to be handed over, by class; counted up to 10,000 each.',
    labelNames: ['class'],
    registers: [registry],
    async collect() {
      for (const row of await countWaiting(context)) queued.set({ class: row.class }, row.count)
    },
  })
  return new Hono()
    .get('/healthz', (c) => c.json({ live: true }))
    .get('/readyz', async (c) => {
      const database = await databaseAnswers(context)
      return c.json({ ready: database, database }, database ? 200 : 503)
    })
    .get('/metrics', async (c) => c.text(await registry.metrics(), 200, { 'content-type': registry.contentType }))
}

async function databaseAnswers(context: Context): Promise<boolean> {
  const timeout = new Promise<false>((resolve) => setTimeout(() => resolve(false), DATABASE_TIMEOUT_MS).unref())
  const answer = context.db.pool.query('select 1').then(
    () => true,
    () => false,
  )
  return Promise.race([answer, timeout])
}

async function countWaiting(context: Context): Promise<{ class: string; count: number }[]> {
  return context.db.system((tx) =>
    tx.rows(
      'metrics_waiting',
      `select class, (select count(*)::int from (
         select from lanes l join messages m on m.workspace_id = l.workspace_id and m.lane = l.lane and m.status = 'queued'
         where l.awake and l.lane = c.class limit 10000) waiting) as count
       from unnest(array['otp', 'test', 'alert', 'nudge', 'campaign']) as c(class)`,
      [],
    ),
  )
}
