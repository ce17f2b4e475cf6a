import type { Hono } from 'hono'
import type { SimNumber } from '../accounts/account.ts'
import { rfc2822 } from '../kit/ids.ts'
import type { World } from '../world.ts'
import { type ProviderEnv, readForm, refuse } from './answer.ts'
import { answerList, answerOne } from './paging.ts'
import { changeInbound } from './settings.ts'

export function addNumberRoutes(app: Hono<ProviderEnv>, world: World): void {
  app.get('/2010-04-01/Accounts/:account/IncomingPhoneNumbers.json', (c) => {
    const { sid, numbers } = c.get('account')
    const name = c.req.query('FriendlyName')
    const rows = numbers.filter(
      (number) => matches(number.phoneNumber, c.req.query('PhoneNumber')) && (!name || number.name === name),
    )
    const present = (row: SimNumber) => presentNumber(sid, row)
    return answerList(c, rows, '2010', { key: 'incoming_phone_numbers', sidOf: (row) => row.sid, present })
  })

  app.on(['GET', 'POST'], '/2010-04-01/Accounts/:account/IncomingPhoneNumbers/:file{PN\\w+\\.json}', async (c) => {
    const { sid, numbers } = c.get('account')
    const number = numbers.find((candidate) => `${candidate.sid}.json` === c.req.param('file'))
    if (number && c.req.method === 'POST') {
      const form = await readForm(c)
      const refused = changeInbound(number, form)
      if (refused) return refuse(c, refused)
      number.smsApplicationSid = form.SmsApplicationSid ?? number.smsApplicationSid
      number.name = form.FriendlyName ?? number.name
      number.updatedAt = world.clock.now()
      world.saveAccounts()
    }
    return answerOne(c, number, (row) => presentNumber(sid, row))
  })
}

/** The provider finds a part of a number, too, and takes `*` for any digit. */
function matches(phoneNumber: string, wanted: string | undefined): boolean {
  if (!wanted) return true
  const pattern = wanted
    .replace(/[^\d*+]/g, '')
    .replaceAll('+', '\\+')
    .replaceAll('*', '\\d')
  return new RegExp(pattern).test(phoneNumber)
}

export function presentNumber(accountSid: string, number: SimNumber): Record<string, unknown> {
  return {
    sid: number.sid,
    account_sid: accountSid,
    friendly_name: number.name,
    phone_number: number.phoneNumber,
    voice_url: null,
    voice_method: 'POST',
    voice_fallback_url: null,
    voice_fallback_method: 'POST',
    voice_caller_id_lookup: false,
    date_created: rfc2822(number.updatedAt),
    date_updated: rfc2822(number.updatedAt),
    sms_url: number.smsUrl,
    sms_method: number.smsMethod,
    sms_fallback_url: number.smsFallbackUrl,
    sms_fallback_method: number.smsFallbackMethod,
    address_requirements: 'none',
    beta: false,
    capabilities: { voice: number.voice, sms: number.sms, mms: false, fax: false },
    status_callback: '',
    status_callback_method: 'POST',
    api_version: '2010-04-01',
    voice_application_sid: '',
    sms_application_sid: number.smsApplicationSid,
    origin: 'twilio',
    trunk_sid: null,
    emergency_status: 'Active',
    emergency_address_sid: null,
    emergency_address_status: 'unregistered',
    address_sid: null,
    identity_sid: null,
    bundle_sid: null,
    voice_receive_mode: 'voice',
    status: 'in-use',
    type: number.type,
    uri: `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers/${number.sid}.json`,
  }
}
