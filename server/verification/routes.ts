import { createRoute } from '@hono/zod-openapi'
import { MOST_TRIES } from '../codes/codes.ts'
import type { Context } from '../kit/context.ts'
import { invalid, Problem } from '../kit/problem.ts'
import { body, json, newRoutes, problems, userOnly } from '../kit/route.ts'
import { openAcceptance } from '../messages/accept.ts'
import type { Returned } from '../messages/way-back.ts'
import { meetOwn } from '../people/own-person.ts'
import { type Confirmed, confirmNumber, removeNumber, sendCode, switchOwn } from './confirm.ts'
import { askToReturn, confirmReturn } from './return.ts'
import { codeInput, ownPhone, ownPhoneInput, ownPhonePatch } from './schema.ts'
import { readOwnPhone } from './state.ts'

const { 401: notSignedIn, 403: notAllowed, 409: conflict, 422: unfit } = problems
const tooMany = { ...conflict, description: 'Too soon, or too many in an hour' }

const read = createRoute({
  method: 'get',
  path: '/v1/me/phone',
  tags: ['Profile'],
  summary: 'Your own number, and whether texts reach it',
  responses: { 200: json(ownPhone, 'Yours'), 401: notSignedIn, 403: notAllowed },
})

const send = createRoute({
  method: 'post',
  path: '/v1/me/phone',
  tags: ['Profile'],
  summary: 'Have a code sent to a number, to show that it is yours',
  request: body(ownPhoneInput),
  responses: {
    202: json(ownPhone, 'A code is on its way, if texts to the number are possible'),
    401: notSignedIn,
    403: notAllowed,
    409: conflict,
    422: unfit,
    429: tooMany,
  },
})

const confirm = createRoute({
  method: 'post',
  path: '/v1/me/phone/confirm',
  tags: ['Profile'],
  summary: 'Enter the code that came',
  request: body(codeInput),
  responses: { 200: json(ownPhone, 'Confirmed'), 401: notSignedIn, 403: notAllowed, 409: conflict, 422: unfit },
})

const again = createRoute({
  method: 'post',
  path: '/v1/me/phone/return',
  tags: ['Profile'],
  summary: 'Have a code sent to your number that lets texts come again, once the link of one ended them',
  responses: {
    202: json(ownPhone, 'A code is on its way'),
    401: notSignedIn,
    403: notAllowed,
    409: conflict,
    429: tooMany,
  },
})

const confirmAgain = createRoute({
  method: 'post',
  path: '/v1/me/phone/return/confirm',
  tags: ['Profile'],
  summary: 'Enter that code: texts may come again',
  request: body(codeInput),
  responses: { 200: json(ownPhone, 'Yours'), 401: notSignedIn, 403: notAllowed, 409: conflict, 422: unfit },
})

const change = createRoute({
  method: 'patch',
  path: '/v1/me/phone',
  tags: ['Profile'],
  summary: 'Switch all your texts but codes off or on',
  request: body(ownPhonePatch),
  responses: { 200: json(ownPhone, 'Yours'), 401: notSignedIn, 403: notAllowed, 422: unfit },
})

const remove = createRoute({
  method: 'delete',
  path: '/v1/me/phone',
  tags: ['Profile'],
  summary: 'Take your own number back, or the code that waits for it',
  responses: { 200: json(ownPhone, 'Yours'), 401: notSignedIn, 403: notAllowed },
})

/** One's own number. Keys have no phone. */
export function verificationRoutes(context: Context) {
  const accept = openAcceptance(context)
  return newRoutes()
    .openapi(read, async (c) => {
      const actor = userOnly(c, 'a phone')
      await meetOwn(c.var.context, actor)
      return c.json(await readOwnPhone(c.var.context, actor), 200)
    })
    .openapi(send, async (c) => {
      const actor = userOnly(c, 'a phone')
      await sendCode(c.var.context, accept, actor, c.req.valid('json').number)
      return c.json(await readOwnPhone(c.var.context, actor), 202)
    })
    .openapi(confirm, async (c) => {
      const actor = userOnly(c, 'a phone')
      const confirmed = await confirmNumber(c.var.context, actor, c.req.valid('json').code)
      if (!confirmed.ok) throw refusal(confirmed)
      return c.json(await readOwnPhone(c.var.context, actor), 200)
    })
    .openapi(again, async (c) => {
      const actor = userOnly(c, 'a phone')
      await askToReturn(c.var.context, accept, actor)
      return c.json(await readOwnPhone(c.var.context, actor), 202)
    })
    .openapi(confirmAgain, async (c) => {
      const actor = userOnly(c, 'a phone')
      const returned = await confirmReturn(c.var.context, actor, c.req.valid('json').code)
      if (!returned.ok) throw refusal(returned)
      return c.json(await readOwnPhone(c.var.context, actor), 200)
    })
    .openapi(change, async (c) => {
      const actor = userOnly(c, 'a phone')
      await switchOwn(c.var.context, actor, c.req.valid('json').sms_on)
      return c.json(await readOwnPhone(c.var.context, actor), 200)
    })
    .openapi(remove, async (c) => {
      const actor = userOnly(c, 'a phone')
      await removeNumber(c.var.context, actor)
      return c.json(await readOwnPhone(c.var.context, actor), 200)
    })
}

function refusal(confirmed: Exclude<Confirmed | Returned, { ok: true }>): Problem {
  if (confirmed.why === 'wrong') {
    const left = confirmed.triesLeft === 1 ? 'One try is left.' : `${confirmed.triesLeft} tries are left.`
    return invalid([{ pointer: '/code', detail: `Not the code that was sent. ${left}` }])
  }
  return new Problem(409, confirmed.why, REFUSALS[confirmed.why])
}

const REFUSALS = {
  no_code: 'No code waits to be entered. Ask for a new one.',
  expired: 'This code has run out. Ask for a new one.',
  too_many_tries: `This code was tried ${MOST_TRIES} times and is good no more. Ask for a new one.`,
  no_way_back: 'Texts to this number were not ended by the link of one, or come again already.',
  taken: 'This number cannot be used here, because it is somebody else’s in this workspace. Ask an administrator.',
} as const satisfies Record<string, string>
