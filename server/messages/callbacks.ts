import { OpenAPIHono } from '@hono/zod-openapi'
import { limitBody } from '../kit/body-limit.ts'
import type { Context } from '../kit/context.ts'
import type { Group } from '../kit/group.ts'
import { isId } from '../kit/id.ts'
import type { Env } from '../kit/route.ts'
import type { CallbackRequest, Receipt } from '../providers/adapter.ts'
import { adapterFor } from '../providers/adapters.ts'
import type { ProvenReceipt } from './proven.ts'
import { type Filed, isOurAddress, openReceipts } from './receipts.ts'
import { countRefused } from './refused.ts'
import { openVerifiers, type Verifier, type Verifiers } from './verifier.ts'

const LARGEST_CALLBACK_BYTES = 64 * 1024

/**
 * Where providers report. Nothing is believed before it is proven: by the signature over the configured address, or,
 * where a connection has no token to check one with, by the token in the address and by asking the provider about that
 * very message.
 */
export function callbackRoutes(context: Context) {
  const verifiers = openVerifiers(context)
  const receipts = openReceipts(context)
  return new OpenAPIHono<Env>().post(
    '/callbacks/sms/:workspace/:connection/:message/:n/:token',
    limitBody(LARGEST_CALLBACK_BYTES, (c) => c.body(null, 413)),
    async (c) => {
      const { workspace, connection, message, n, token } = c.req.param()
      if (!isAddress(workspace, connection, message, n)) return c.body(null, 404)
      const address = { workspaceId: workspace, messageId: message, n: Number(n), token }
      const known = await verifiers.find(workspace, connection)
      if (!known) return c.body(null, 404)
      const request = await readRequest(context, c.req.raw)
      const { verifier, proof } = await prove(verifiers, { workspace, connection, known }, request)
      if (proof === 'refused' || (proof === 'asked_again' && !(await isOurAddress(context, address)))) {
        countRefused(context, workspace)
        return c.body(null, 403)
      }
      const receipt = adapterFor(verifier.connection.provider).readReceipt(request)
      // A status we do not know is not a mistake of the provider's that it could mend by repeating.
      if (!receipt) return c.body(null, 204)
      const filed = await file(context, receipts, verifier, { ...address, ...receipt, source: 'callback', proof })
      if (filed === 'filed') context.metrics.receiptFiled('callback')
      return c.body(null, filed === 'stale' ? 404 : 204)
    },
  )
}

/** Nothing else goes into a statement that is shared with other workspaces' receipts. */
function isAddress(workspace: string, connection: string, message: string, n: string): boolean {
  return isId('ws', workspace) && isId('con', connection) && isId('msg', message) && /^[1-9]\d{0,3}$/.test(n)
}

export async function readRequest(context: Context, raw: Request): Promise<CallbackRequest> {
  const { pathname, search } = new URL(raw.url)
  return {
    url: `${context.publicUrl() ?? ''}${pathname}${search}`,
    headers: Object.fromEntries(raw.headers),
    rawBody: await raw.text(),
    nowMs: context.now().getTime(),
  }
}

/** What fits nothing that is known may be signed with a token that was saved this instant. */
export async function prove(
  verifiers: Verifiers,
  { workspace, connection, known }: { workspace: string; connection: string; known: Verifier },
  request: CallbackRequest,
): Promise<{ verifier: Verifier; proof: ProvenReceipt['proof'] | 'refused' }> {
  const proof = verify(known, request)
  if (proof !== 'refused') return { verifier: known, proof }
  const anew = await verifiers.findAnew(workspace, connection)
  if (!anew || anew === known) return { verifier: known, proof }
  return { verifier: anew, proof: verify(anew, request) }
}

function verify(verifier: Verifier, request: CallbackRequest): ProvenReceipt['proof'] | 'refused' {
  const verdict = adapterFor(verifier.connection.provider).verifies(
    verifier.connection,
    verifier.previousTokens,
    request,
  )
  if (verdict === null) return 'asked_again'
  return verdict ? 'signature' : 'refused'
}

async function file(
  context: Context,
  receipts: Group<ProvenReceipt, Filed>,
  verifier: Verifier,
  receipt: ProvenReceipt,
): Promise<Filed> {
  if (receipt.proof === 'signature') return receipts.add(receipt)
  const adapter = adapterFor(verifier.connection.provider)
  const asked = await adapter.fetch(context.egress.http, verifier.connection, receipt.reference)
  if (asked.kind !== 'found') return 'stale'
  const told: Receipt = {
    reference: asked.value.reference,
    status: asked.value.status,
    errorCode: asked.value.errorCode,
  }
  return receipts.add({ ...receipt, ...told })
}
