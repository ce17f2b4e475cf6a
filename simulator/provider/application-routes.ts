import type { Hono } from 'hono'
import type { SimApplication } from '../accounts/account.ts'
import { rfc2822 } from '../kit/ids.ts'
import type { World } from '../world.ts'
import { type ProviderEnv, readForm, refuse } from './answer.ts'
import { answerList, answerOne } from './paging.ts'
import { changeInbound } from './settings.ts'

/** An application that is set on a number takes its texts, whatever the number itself says. */
export function addApplicationRoutes(app: Hono<ProviderEnv>, world: World): void {
  app.get('/2010-04-01/Accounts/:account/Applications.json', (c) => {
    const { sid, applications, createdAt } = c.get('account')
    const present = (row: SimApplication) => presentApplication(sid, row, createdAt)
    return answerList(c, applications, '2010', { key: 'applications', sidOf: (row) => row.sid, present })
  })

  app.on(['GET', 'POST'], '/2010-04-01/Accounts/:account/Applications/:file{AP\\w+\\.json}', async (c) => {
    const { sid, applications, createdAt } = c.get('account')
    const application = applications.find((candidate) => `${candidate.sid}.json` === c.req.param('file'))
    if (application && c.req.method === 'POST') {
      const refused = changeInbound(application, await readForm(c))
      if (refused) return refuse(c, refused)
      world.saveAccounts()
    }
    return answerOne(c, application, (row) => presentApplication(sid, row, createdAt))
  })
}

function presentApplication(accountSid: string, application: SimApplication, createdAt: number) {
  return {
    account_sid: accountSid,
    api_version: '2010-04-01',
    date_created: rfc2822(createdAt),
    date_updated: rfc2822(createdAt),
    friendly_name: application.name,
    message_status_callback: application.statusCallback,
    sid: application.sid,
    sms_fallback_method: application.smsFallbackMethod,
    sms_fallback_url: application.smsFallbackUrl,
    sms_method: application.smsMethod,
    sms_status_callback: application.statusCallback,
    sms_url: application.smsUrl,
    status_callback: '',
    status_callback_method: 'POST',
    uri: `/2010-04-01/Accounts/${accountSid}/Applications/${application.sid}.json`,
    voice_caller_id_lookup: false,
    voice_fallback_method: 'POST',
    voice_fallback_url: null,
    voice_method: 'POST',
    voice_url: null,
  }
}
