import { Hono } from 'hono'
import type { Context } from '../kit/context.ts'
import { openGauges } from './gauges.ts'
import { openReadiness } from './ready.ts'

/**
 * For machines, without signing in: `/healthz`, this process lives; `/readyz`, it can do its work, and whether texts are
 * sent; `/metrics`, figures of this process and of the installation, none of any workspace.
 */
export function probeRoutes(context: Context) {
  const readiness = openReadiness(context)
  const gauges = openGauges()
  return new Hono()
    .get('/healthz', (c) => c.json({ live: true }))
    .get('/readyz', async (c) => {
      const { ready, sending, checks, alarms } = await readiness()
      const told = alarms.map(({ name, what, since }) => ({ name, what, since }))
      return c.json({ live: true, ready, sending, checks, alarms: told }, ready ? 200 : 503)
    })
    .get('/metrics', async (c) => {
      const installation = await gauges.show(context, await readiness())
      const text = `${await context.metrics.registry.metrics()}\n${installation}`
      return c.text(text, 200, { 'content-type': context.metrics.registry.contentType })
    })
}
