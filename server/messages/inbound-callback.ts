import { OpenAPIHono } from '@hono/zod-openapi'
import { INBOUND_PATH, isInboundToken } from '../consent/inbound-address.ts'
import { limitBody } from '../kit/body-limit.ts'
import type { Context } from '../kit/context.ts'
import { isId } from '../kit/id.ts'
import type { Env } from '../kit/route.ts'
import type { CallbackRequest, InboundText } from '../providers/adapter.ts'
import { adapterFor } from '../providers/adapters.ts'
import { openAcceptance } from './accept.ts'
import { prove, readRequest } from './callbacks.ts'
import { fileGatewayReceipt } from './gateway-receipts.ts'
import { type Proven, receiveInbound } from './inbound.ts'
import { answerInbound } from './inbound-answer.ts'
import type { Arrival } from './inbound-reach.ts'
import { openReceipts } from './receipts.ts'
import { countRefused } from './refused.ts'
import { openVerifiers, type Verifier } from './verifier.ts'

const LARGEST_CALLBACK_BYTES = 64 * 1024
/** Nothing is answered this way: what Handset says goes through the line that all texts take. */
const NO_REPLY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'

/** Where providers bring what people text. Believed as receipts are: signed, or asked for again. */
export function inboundRoutes(context: Context) {
  const verifiers = openVerifiers(context)
  const accept = openAcceptance(context)
  const receipts = openReceipts(context)
  const take = async (place: Pick<Arrival, 'workspaceId' | 'connectionId'>, { connection }: Verifier, text: Proven) => {
    const account = 'accountSid' in connection ? connection.accountSid : null
    const received = await receiveInbound(context, { ...place, provider: connection.provider, account }, text)
    if (received?.answer) await answerInbound(context, accept, received, received.answer, text.from)
  }
  const read = async ({ place, verifier, proof, request }: Brought): Promise<Response> => {
    const adapter = adapterFor(verifier.connection.provider)
    const told = adapter.readInbound(request)
    // A gateway has one address for what people text and for what became of our texts.
    const receipt = told || verifier.connection.provider !== 'webhook' ? null : adapter.readReceipt(request)
    if (receipt) {
      const filed = await fileGatewayReceipt(context, receipts, place.connectionId, receipt)
      if (filed === 'filed') context.metrics.receiptFiled('callback')
      return new Response(null, { status: filed === 'filed' ? 204 : 404 })
    }
    const text = told && (await believed(context, verifier, told, proof))
    // What is no text of somebody does not become one by being repeated.
    if (text) await take(place, verifier, { ...text, proof })
    return done(verifier)
  }
  return new OpenAPIHono<Env>().post(
    `${INBOUND_PATH}/:workspace/:connection/:token`,
    limitBody(LARGEST_CALLBACK_BYTES, (c) => c.body(null, 413)),
    async (c) => {
      const { workspace, connection, token } = c.req.param()
      if (!isId('ws', workspace) || !isId('con', connection)) return c.body(null, 404)
      const known = await verifiers.find(workspace, connection)
      if (!known) return c.body(null, 404)
      const request = await readRequest(context, c.req.raw)
      const { verifier, proof } = await prove(verifiers, { workspace, connection, known }, request)
      const isOurs = isInboundToken(context.keys, { workspaceId: workspace, connectionId: connection }, token)
      if (proof === 'refused' || !isOurs) {
        countRefused(context, workspace)
        return c.body(null, 403)
      }
      const place = { workspaceId: workspace, connectionId: connection }
      return read({ place, verifier, proof, request })
    },
  )
}

interface Brought {
  place: Pick<Arrival, 'workspaceId' | 'connectionId'>
  verifier: Verifier
  proof: Proven['proof']
  request: CallbackRequest
}

function done({ connection }: Verifier): Response {
  if (connection.provider === 'webhook') return new Response(null, { status: 204 })
  return new Response(NO_REPLY, { headers: { 'content-type': 'text/xml; charset=utf-8' } })
}

/** @throws {Error} when the provider cannot be asked now: it is told so, and may bring the text again. */
async function believed(
  context: Context,
  { connection }: Verifier,
  told: InboundText,
  proof: 'signature' | 'asked_again',
): Promise<InboundText | null> {
  if (proof === 'signature') return told
  const asked = await adapterFor(connection.provider).fetchInbound(context.egress.http, connection, told)
  if (asked.kind === 'unreachable') throw new Error('the provider could not be asked about a text that came in')
  return asked.kind === 'found' ? asked.value : null
}
