import type { Asked, Http, ReplyRoute, ReplySetting } from '../../adapter.ts'
import { accessTo, type TwilioConnection } from './access.ts'
import { post } from './answer.ts'
import { readSetting, settingForm, settingUrl } from './reply-setting.ts'

/** Only the address for texts and its method are named, so that voice and all else stay as they are. */
export async function routeReplies(
  http: Http,
  connection: TwilioConnection,
  route: Pick<ReplyRoute, 'kind' | 'sid'>,
  setting: ReplySetting,
): Promise<Asked<ReplySetting>> {
  const { forSending } = accessTo(connection)
  const got = await post(http, settingUrl(connection, route), forSending, settingForm(route.kind, setting))
  if (got.kind === 'unreachable') return { kind: 'unreachable', detail: got.detail }
  if (got.kind === 'refused')
    return got.status === 404 ? { kind: 'missing' } : { kind: 'refused', refusal: got.refusal }
  if (got.body.sid !== route.sid)
    return { kind: 'unreachable', detail: 'its answer is not about the sender that was changed' }
  return { kind: 'found', value: readSetting(route.kind, got.body) }
}
