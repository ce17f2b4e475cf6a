import type { Hono } from 'hono'
import { lookUpNumber } from '../carrier/lookup.ts'
import type { World } from '../world.ts'
import type { ProviderEnv } from './answer.ts'

/** Paid packages that the simulator does not play; the provider names them all in every answer. */
const OTHER_PACKAGES = [
  'caller_name',
  'sim_swap',
  'call_forwarding',
  'line_status',
  'identity_match',
  'reassigned_number',
  'sms_pumping_risk',
  'phone_number_quality_score',
  'pre_fill',
]

export function addLookupRoutes(app: Hono<ProviderEnv>, world: World): void {
  app.get('/v2/PhoneNumbers/:number', (c) => {
    const found = lookUpNumber(c.req.param('number'), c.req.query('CountryCode'))
    const wantsLineType = (c.req.query('Fields') ?? '').split(',').includes('line_type_intelligence')
    const behaviour = world.handsets.find(found.phone_number)?.behaviour
    const lineType = {
      mobile_country_code: '001',
      mobile_network_code: '01',
      carrier_name: 'Simulated carrier',
      type: behaviour === 'landline' ? 'landline' : 'mobile',
      error_code: null,
    }
    return c.json({
      ...found,
      ...Object.fromEntries(OTHER_PACKAGES.map((name) => [name, null])),
      line_type_intelligence: wantsLineType && found.valid ? lineType : null,
      url: c.req.url,
    })
  })
}
