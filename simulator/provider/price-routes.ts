import type { Hono } from 'hono'
import { isOpenCountry } from '../accounts/account.ts'
import { allCountries, callingCodeOf, countryName } from '../carrier/phone.ts'
import { inboundMicros, listPrice, outboundMicros } from '../carrier/prices.ts'
import { notFound, type ProviderEnv } from './answer.ts'
import { answerList } from './paging.ts'

export function addPriceRoutes(app: Hono<ProviderEnv>): void {
  app.get('/v1/Messaging/Countries', (c) => {
    const { origin } = new URL(c.req.url)
    const present = (iso: string) => ({
      country: countryName(iso),
      iso_country: iso,
      url: `${origin}/v1/Messaging/Countries/${iso}`,
    })
    return answerList(c, allCountries(), 'v1', { key: 'countries', sidOf: (iso) => `CO${iso}`, present })
  })

  app.get('/v1/Messaging/Countries/:iso', (c) => {
    const iso = c.req.param('iso').toUpperCase()
    if (!allCountries().includes(iso)) return notFound(c)
    return c.json({
      country: countryName(iso),
      iso_country: iso,
      url: c.req.url,
      price_unit: 'USD',
      outbound_sms_prices: [
        { carrier: 'Simulated carrier', mcc: '001', mnc: '01', prices: prices(outboundMicros(iso)) },
      ],
      inbound_sms_prices: prices(inboundMicros()),
    })
  })

  app.get('/v1/Messaging/GeoPermissions', (c) => {
    const account = c.get('account')
    const wanted = c.req.query('CountryCode')?.toUpperCase().split(',')
    const countries = allCountries().filter((iso) => !wanted || wanted.includes(iso))
    return c.json({
      permissions: countries.map((iso) => ({
        country_code: iso,
        type: 'country',
        enabled: isOpenCountry(account, iso),
        prefix: `+${callingCodeOf(iso)}`,
        message: '',
      })),
    })
  })
}

function prices(micros: number): Record<string, string>[] {
  return ['local', 'mobile', 'shortcode', 'toll free'].map((number_type) => ({
    number_type,
    base_price: listPrice(micros),
    current_price: listPrice(micros),
  }))
}
