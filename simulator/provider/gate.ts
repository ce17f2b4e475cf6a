import { randomHex } from '../kit/ids.ts'
import { refusal } from '../messages/refusals.ts'
import type { World } from '../world.ts'
import { type ProviderContext, refuse } from './answer.ts'
import { signIn } from './sign-in.ts'

/** What every request to the provider's API passes: headers, faults that concern any request, and sign-in. */
export function providerGate(world: World) {
  let underWay = 0
  return async (c: ProviderContext, next: () => Promise<void>): Promise<Response | undefined> => {
    const startedAt = performance.now()
    underWay += 1
    const concurrent = underWay
    try {
      const stopped = await enter(world, c, concurrent)
      if (stopped) c.res = stopped
      else await next()
    } finally {
      underWay -= 1
    }
    const { headers } = c.res
    headers.set('Twilio-Request-Id', c.get('requestId') ?? `RQ${randomHex(16)}`)
    headers.set('Twilio-Concurrent-Requests', String(concurrent))
    headers.set('Twilio-Request-Duration', ((performance.now() - startedAt) / 1000).toFixed(3))
    headers.set('X-Home-Region', 'us1')
    headers.set('X-Api-Domain', 'api.twilio.com')
    headers.set('X-Powered-By', 'AT-5000')
    headers.set('X-Shenanigans', 'none')
    return undefined
  }
}

async function enter(world: World, c: ProviderContext, concurrent: number): Promise<Response | null> {
  const { faults, clock } = world
  const atOnce = faults.settings.requests_at_once
  if (atOnce > 0 && concurrent > atOnce) {
    faults.count('requests_at_once')
    return refuse(c, refusal(20429))
  }
  const latencyMs = faults.settings.latency_ms
  if (latencyMs > 0) {
    faults.count('latency_ms')
    await new Promise<void>((resolve) => clock.after(latencyMs, resolve))
  }
  if (faults.strikes('rate_429')) return refuse(c, refusal(20429))
  if (faults.settings.sign_in_refused) {
    faults.count('sign_in_refused')
    return refuse(c, refusal(20003))
  }
  const signedIn = signIn(world.accounts, c.req.header('authorization'), c.req.path, c.req.method)
  if ('code' in signedIn) return refuse(c, signedIn)
  c.set('account', signedIn.account)
  c.set('signedInWith', signedIn.signedInWith)
  return null
}
