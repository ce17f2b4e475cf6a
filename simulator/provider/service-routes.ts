import type { Hono } from 'hono'
import {
  poolSenders,
  type SimAccount,
  type SimNumber,
  type SimService,
  type SimShortCode,
} from '../accounts/account.ts'
import { isoSeconds } from '../kit/ids.ts'
import { type Refusal, refusal } from '../messages/refusals.ts'
import { isWebAddress } from '../messages/request.ts'
import type { World } from '../world.ts'
import { notFound, type ProviderContext, type ProviderEnv, readForm, refuse } from './answer.ts'
import { answerList, answerOne } from './paging.ts'
import { readMethod } from './settings.ts'

export function addServiceRoutes(app: Hono<ProviderEnv>, world: World): void {
  app.get('/v1/Services', (c) => {
    const present = (row: SimService) => presentService(c, row)
    return answerList(c, c.get('account').services, 'v1', { key: 'services', sidOf: (row) => row.sid, present })
  })

  app.on(['GET', 'POST'], '/v1/Services/:service{MG\\w+}', async (c) => {
    const service = findOwn(c)
    if (service && c.req.method === 'POST') {
      const refused = changeService(service, await readForm(c))
      if (refused) return refuse(c, refused)
      service.updatedAt = world.clock.now()
      world.saveAccounts()
    }
    return answerOne(c, service, (row) => presentService(c, row))
  })

  app.get('/v1/Services/:service{MG\\w+}/PhoneNumbers', (c) => {
    const service = findOwn(c)
    if (!service) return notFound(c)
    const numbers = poolSenders(c.get('account'), service).filter((sender) => sender.kind === 'number')
    const present = (row: SimNumber) => presentPooledNumber(c, service, row)
    return answerList(c, numbers, 'v1', { key: 'phone_numbers', sidOf: (row) => row.sid, present })
  })

  app.get('/v1/Services/:service{MG\\w+}/PhoneNumbers/:number{PN\\w+}', (c) => {
    const service = findOwn(c)
    const number = service && poolSenders(c.get('account'), service).find((one) => one.sid === c.req.param('number'))
    return answerOne(c, number?.kind === 'number' ? number : null, (row) => presentPooledNumber(c, service!, row))
  })

  app.get('/v1/Services/:service{MG\\w+}/ShortCodes/:code{SC\\w+}', (c) => {
    const service = findOwn(c)
    const code = service && poolSenders(c.get('account'), service).find((one) => one.sid === c.req.param('code'))
    return answerOne(c, code?.kind === 'short_code' ? code : null, (row) => presentPooledCode(c, service!, row))
  })

  app.get('/v1/Services/:service{MG\\w+}/ShortCodes', (c) => {
    const service = findOwn(c)
    if (!service) return notFound(c)
    const codes = poolSenders(c.get('account'), service).filter((sender) => sender.kind === 'short_code')
    const present = (row: SimShortCode) => presentPooledCode(c, service, row)
    return answerList(c, codes, 'v1', { key: 'short_codes', sidOf: (row) => row.sid, present })
  })

  app.get('/v1/Services/:service{MG\\w+}/AlphaSenders', (c) => {
    const service = findOwn(c)
    if (!service) return notFound(c)
    const present = ({ sid, alphaSender }: { sid: string; alphaSender: string }) => ({
      ...pooled(c, service, sid, 'AlphaSenders'),
      alpha_sender: alphaSender,
      capabilities: ['SMS'],
    })
    return answerList(c, service.alphaSenders, 'v1', { key: 'alpha_senders', sidOf: (row) => row.sid, present })
  })
}

function findOwn(c: ProviderContext): SimService | undefined {
  const account: SimAccount = c.get('account')
  return account.services.find((service) => service.sid === c.req.param('service'))
}

/** An empty address switches it off: then texts to the pool's numbers are dropped, unless each number has its own. */
function changeService(service: SimService, form: Record<string, string>): Refusal | null {
  const urls = ['InboundRequestUrl', 'FallbackUrl', 'StatusCallback'] as const
  if (urls.some((name) => form[name] && !isWebAddress(form[name]!))) return refusal(21502)
  const url = (name: (typeof urls)[number], before: string | null) => (name in form ? form[name] || null : before)
  const flag = (name: string, before: boolean) => (name in form ? form[name]!.toLowerCase() === 'true' : before)
  service.name = form.FriendlyName ?? service.name
  service.inboundRequestUrl = url('InboundRequestUrl', service.inboundRequestUrl)
  service.inboundMethod = readMethod(form.InboundMethod, service.inboundMethod)
  service.fallbackUrl = url('FallbackUrl', service.fallbackUrl)
  service.fallbackMethod = readMethod(form.FallbackMethod, service.fallbackMethod)
  service.statusCallback = url('StatusCallback', service.statusCallback)
  service.useInboundWebhookOnNumber = flag('UseInboundWebhookOnNumber', service.useInboundWebhookOnNumber)
  service.smartEncoding = flag('SmartEncoding', service.smartEncoding)
  return null
}

function presentService(c: ProviderContext, service: SimService): Record<string, unknown> {
  const url = `${new URL(c.req.url).origin}/v1/Services/${service.sid}`
  return {
    sid: service.sid,
    account_sid: c.get('account').sid,
    friendly_name: service.name,
    date_created: isoSeconds(service.updatedAt),
    date_updated: isoSeconds(service.updatedAt),
    inbound_request_url: service.inboundRequestUrl,
    inbound_method: service.inboundMethod,
    fallback_url: service.fallbackUrl,
    fallback_method: service.fallbackMethod,
    status_callback: service.statusCallback,
    sticky_sender: true,
    smart_encoding: service.smartEncoding,
    mms_converter: true,
    fallback_to_long_code: true,
    scan_message_content: 'inherit',
    area_code_geomatch: true,
    validity_period: service.validityPeriod,
    synchronous_validation: false,
    usecase: 'notifications',
    us_app_to_person_registered: false,
    use_inbound_webhook_on_number: service.useInboundWebhookOnNumber,
    links: {
      phone_numbers: `${url}/PhoneNumbers`,
      short_codes: `${url}/ShortCodes`,
      alpha_senders: `${url}/AlphaSenders`,
    },
    url,
  }
}

function presentPooledNumber(c: ProviderContext, service: SimService, number: SimNumber): Record<string, unknown> {
  return {
    ...pooled(c, service, number.sid, 'PhoneNumbers'),
    phone_number: number.phoneNumber,
    country_code: number.country,
    capabilities: [...(number.sms ? ['SMS'] : []), ...(number.voice ? ['Voice'] : [])],
  }
}

function presentPooledCode(c: ProviderContext, service: SimService, code: SimShortCode): Record<string, unknown> {
  return {
    ...pooled(c, service, code.sid, 'ShortCodes'),
    short_code: code.shortCode,
    country_code: code.country,
    capabilities: ['SMS'],
  }
}

function pooled(c: ProviderContext, service: SimService, sid: string, list: string): Record<string, unknown> {
  return {
    sid,
    account_sid: c.get('account').sid,
    service_sid: service.sid,
    date_created: isoSeconds(service.updatedAt),
    date_updated: isoSeconds(service.updatedAt),
    url: `${new URL(c.req.url).origin}/v1/Services/${service.sid}/${list}/${sid}`,
  }
}
