import type { Hono } from 'hono'
import type { SimAccount, SimShortCode } from '../accounts/account.ts'
import { newSid, rfc2822 } from '../kit/ids.ts'
import { refusal } from '../messages/refusals.ts'
import { magicPurchaseRefusal } from '../messages/test-credentials.ts'
import type { World } from '../world.ts'
import { notFound, type ProviderEnv, readForm, refuse } from './answer.ts'
import { presentNumber } from './number-routes.ts'
import { answerList, answerOne } from './paging.ts'
import { changeInbound } from './settings.ts'

export function addAccountRoutes(app: Hono<ProviderEnv>, world: World): void {
  app.get('/2010-04-01/Accounts/:file{AC\\w+\\.json}', (c) => c.json(presentAccount(c.get('account'))))

  app.get('/2010-04-01/Accounts/:account/Balance.json', (c) => {
    const { sid, balanceMicros } = c.get('account')
    return c.json({ account_sid: sid, balance: (balanceMicros / 1_000_000).toFixed(4), currency: 'USD' })
  })

  app.get('/2010-04-01/Accounts/:account/SMS/ShortCodes.json', (c) => {
    const { sid, shortCodes } = c.get('account')
    const wanted = c.req.query('ShortCode') ?? ''
    const rows = shortCodes.filter((code) => code.shortCode.includes(wanted))
    const present = (row: SimShortCode) => presentShortCode(sid, row)
    return answerList(c, rows, '2010', { key: 'short_codes', sidOf: (row) => row.sid, present })
  })

  app.on(['GET', 'POST'], '/2010-04-01/Accounts/:account/SMS/ShortCodes/:file{SC\\w+\\.json}', async (c) => {
    const { sid, shortCodes } = c.get('account')
    const code = shortCodes.find((candidate) => `${candidate.sid}.json` === c.req.param('file'))
    if (code && c.req.method === 'POST') {
      const refused = changeInbound(code, await readForm(c))
      if (refused) return refuse(c, refused)
      code.updatedAt = world.clock.now()
      world.saveAccounts()
    }
    return answerOne(c, code, (row) => presentShortCode(sid, row))
  })

  app.post('/2010-04-01/Accounts/:account/IncomingPhoneNumbers.json', async (c) => {
    const account = c.get('account')
    if (account.kind !== 'Test') return notFound(c)
    const form = await readForm(c)
    const refused = magicPurchaseRefusal({ phoneNumber: form.PhoneNumber, areaCode: form.AreaCode })
    if (refused) return refuse(c, refusal(refused))
    return c.json(presentNumber(account.sid, boughtNumber(form.PhoneNumber ?? '+15005550006', world)), 201)
  })
}

function presentAccount(account: SimAccount): Record<string, unknown> {
  const base = `/2010-04-01/Accounts/${account.sid}`
  const created = rfc2822(account.createdAt)
  return {
    status: account.status,
    date_updated: created,
    auth_token: account.authToken,
    friendly_name: account.name,
    owner_account_sid: account.sid,
    uri: `${base}.json`,
    subresource_uris: {
      balance: `${base}/Balance.json`,
      messages: `${base}/Messages.json`,
      incoming_phone_numbers: `${base}/IncomingPhoneNumbers.json`,
      short_codes: `${base}/SMS/ShortCodes.json`,
    },
    sid: account.sid,
    date_created: created,
    type: account.kind === 'Trial' ? 'Trial' : 'Full',
  }
}

function presentShortCode(accountSid: string, code: SimShortCode): Record<string, unknown> {
  return {
    sid: code.sid,
    account_sid: accountSid,
    friendly_name: code.name,
    short_code: code.shortCode,
    date_created: rfc2822(code.updatedAt),
    date_updated: rfc2822(code.updatedAt),
    sms_url: code.smsUrl || null,
    sms_method: code.smsMethod,
    sms_fallback_url: code.smsFallbackUrl || null,
    sms_fallback_method: code.smsFallbackMethod,
    api_version: '2010-04-01',
    uri: `/2010-04-01/Accounts/${accountSid}/SMS/ShortCodes/${code.sid}.json`,
  }
}

/** Test credentials buy nothing: the answer looks like a number that was bought. */
function boughtNumber(phoneNumber: string, world: World) {
  return {
    sid: newSid('PN'),
    phoneNumber,
    name: phoneNumber,
    country: 'US',
    type: 'local' as const,
    sms: true,
    voice: true,
    smsUrl: '',
    smsMethod: 'POST' as const,
    smsFallbackUrl: '',
    smsFallbackMethod: 'POST' as const,
    smsApplicationSid: '',
    segmentsPerSecond: null,
    updatedAt: world.clock.now(),
  }
}
