import type { HttpBindings } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { addAccountRoutes } from './provider/account-routes.ts'
import { notFound, type ProviderEnv } from './provider/answer.ts'
import { addApplicationRoutes } from './provider/application-routes.ts'
import { providerGate } from './provider/gate.ts'
import { addLookupRoutes } from './provider/lookup-routes.ts'
import { addMessageRoutes } from './provider/message-routes.ts'
import { addNumberRoutes } from './provider/number-routes.ts'
import { addPriceRoutes } from './provider/price-routes.ts'
import { addServiceRoutes } from './provider/service-routes.ts'
import { simGuard } from './sim/guard.ts'
import { simRoutes } from './sim/routes.ts'
import type { World } from './world.ts'

export interface AppOptions {
  publicUrl: string | undefined
  /** The built page; without it only the two APIs are served. */
  pageDir: string | undefined
}

/** All hosts of the provider under one address: their paths do not meet. */
export function createApp(world: World, options: AppOptions): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.use('/sim/*', simGuard(options.publicUrl))
  app.route('/sim', simRoutes(world))
  app.route('/', providerRoutes(world))
  if (options.pageDir) app.use('/*', serveStatic({ root: options.pageDir }))
  app.onError((error, c) => {
    world.log(`${c.req.method} ${c.req.path}: ${error.stack ?? error.message}`)
    return c.json({ code: 20500, message: 'The simulator failed', detail: error.message, status: 500 }, 500)
  })
  return app
}

function providerRoutes(world: World): Hono<ProviderEnv> {
  const provider = new Hono<ProviderEnv>()
  for (const path of ['/2010-04-01/*', '/v1/*', '/v2/*']) provider.use(path, providerGate(world))
  addMessageRoutes(provider, world)
  addAccountRoutes(provider, world)
  addNumberRoutes(provider, world)
  addApplicationRoutes(provider, world)
  addServiceRoutes(provider, world)
  addPriceRoutes(provider)
  addLookupRoutes(provider, world)
  for (const path of ['/2010-04-01/*', '/v1/*', '/v2/*']) provider.all(path, notFound)
  return provider
}
