import type { Names, RouteCase } from '../request-names.ts'
import { REQUESTS } from '../requests.ts'
import type { Ask } from './observed.ts'
import type { World } from './world.ts'

/** Each route as it should be asked, by nobody, and in all the ways that people and programs get it wrong. */
export async function askEveryRoute(world: World, names: Names, options: { only?: 'good' } = {}): Promise<void> {
  const { seen } = world
  // What takes the settings away comes last.
  const isLast = ([route]: [string, RouteCase]) => Number(route === 'DELETE /v1/sms/settings')
  const routes = Object.entries(REQUESTS).sort((a, b) => isLast(a) - isLast(b))
  for (const [i, [route, asked]] of routes.entries()) {
    const request = { ...asked.request({ ...names, idempotencyKey: `${names.idempotencyKey} ${i}` }) }
    const headers = { ...request.headers, ...headersFor(world, asked) }
    if (options.only !== 'good') {
      await seen.ask(route, request)
      for (const bad of badly(world, request))
        await seen.ask(route, { ...bad, headers: { ...headers, ...bad.headers } })
    }
    await seen.ask(route, { ...request, headers })
  }
}

function headersFor({ owner, key }: World, { needs }: RouteCase): Record<string, string> {
  if (needs === 'anybody') return {}
  return needs === 'operator' ? owner : key
}

/** With secrets and numbers where they do not belong; never as something that is there to be shown, such as a name. */
function badly({ planted }: World, { path, body }: Ask): Ask[] {
  const values = Object.values(planted).map(({ value }) => value)
  const { authToken, phone, password } = planted
  const [address] = path.split('?') as [string]
  const query = new URLSearchParams({
    limit: authToken.value,
    after: phone.value,
    recipient: phone.value,
    since: password.value,
  })
  const odd: Ask[] = [{ path: `${address}?${query}` }]
  for (const value of [phone.value, authToken.value])
    odd.push({ path: address.replace(/[^/]+(?=(\/(retry|reveal|decision))?$)/, encodeURIComponent(value)) })
  if (body === undefined) return odd
  const fields = Object.keys(body as object)
  return [
    ...odd,
    { path, raw: `{"auth_token":"${authToken.value}","password":"${password.value}","to":"${phone.value}"` },
    { path, raw: JSON.stringify(values), headers: { 'content-type': 'text/plain' } },
    { path, body: values },
    { path, body: { ...(body as object), unexpected: values } },
    ...fields.map((field) => ({ path, body: { ...(body as object), [field]: values } })),
    ...fields.map((field) => ({ path, body: { ...(body as object), [field]: { nested: { deeper: values } } } })),
  ]
}

/** What is no route of the API: callbacks without proof, sign-in as it is not meant, pages, and more than is taken. */
export async function askOddly({ seen, planted, key, owner }: World): Promise<void> {
  const { authToken, newAuthToken, phone, password, wrongPassword } = planted
  const form = new URLSearchParams({ MessageSid: newAuthToken.value, To: phone.value, MessageStatus: 'delivered' })
  const [connection] = await seen.query<{ workspace_id: string; id: string }>(
    'select workspace_id, id from connections',
  )
  const paths = [
    `${connection!.workspace_id}/${connection!.id}/msg_${'0'.repeat(26)}/1`,
    'a%00b/con_1/msg_1/1',
    `${phone.value}/1/2/3`,
  ]
  for (const path of paths)
    await seen.ask('POST /callbacks', {
      path: `/callbacks/sms/${path}/${authToken.value}?token=${newAuthToken.value}`,
      raw: form.toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': authToken.value },
    })
  const origin = { origin: owner.origin! }
  for (const path of [
    '/auth/sign-in/email',
    '/auth/change-password',
    '/auth/sign-up/email',
    `/auth/${authToken.value}`,
  ]) {
    const bodies: Ask[] = [
      { path, raw: `{"email":"${phone.value}","password":"${password.value}"` },
      { path, body: { email: [password.value], password: { a: wrongPassword.value } } },
      { path, body: { email: phone.value, password: password.value.repeat(20) } },
      { path, raw: 'x'.repeat(17 * 1024) + password.value },
    ]
    for (const bad of bodies) await seen.ask(`POST ${path}`, { ...bad, headers: origin })
  }
  await seen.ask('GET /v1/me', { path: '/v1/me', headers: { authorization: `Bearer ${authToken.value}` } })
  await seen.ask('GET /v1/me', { path: '/v1/me', headers: { cookie: `handset.session_token=${authToken.value}` } })
  for (const path of [
    `/v1/${authToken.value}`,
    `/v1/messages/${phone.value}`,
    '/healthz',
    '/readyz',
    '/metrics',
    '/docs',
    '/openapi.json',
  ])
    await seen.ask(`GET ${path}`, { path, headers: key })
  for (const path of [
    '/',
    '/settings/sms',
    `/history/${phone.value}?key=${authToken.value}`,
    `/assets/${authToken.value}.js`,
  ])
    await seen.ask('GET page', { path })
  const raw = `${authToken.value}${'x'.repeat(16 * 1024 * 1024)}`
  await seen.ask('POST /v1/messages', { path: '/v1/messages', raw, headers: key })
}
