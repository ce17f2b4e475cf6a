import type { Context } from '../kit/context.ts'
import { Problem } from '../kit/problem.ts'
import { askForTokens, discover, type Fault } from './provider.ts'
import { errorOf } from './redeem.ts'

interface Given {
  issuer: string
  client_id: string
  secret: string
}

/** Asks the provider, so that what does not work is never saved. Faults stand at their field. */
export async function checkProvider(context: Context, { issuer, client_id, secret }: Given): Promise<void> {
  const url = URL.parse(issuer)
  if (url?.search || url?.hash) throw refuse('/issuer', 'An issuer has no ? and no # in it.')
  const verdict = context.egress.checkUrl(issuer)
  if (!verdict.ok) throw refuse('/issuer', verdict.text)
  const found = await discover(context, issuer)
  if (!found.ok) throw faultAt('/issuer', found)
  // A code that it cannot know: a provider looks at the client first, so its answer tells whether the secret is right.
  const answered = await askForTokens(
    context,
    found.provider,
    { id: client_id, secret },
    {
      grant_type: 'authorization_code',
      code: 'handset-asks-whether-the-secret-is-right',
      redirect_uri: context.publicUrl() ?? 'http://127.0.0.1/',
      code_verifier: 'handset-asks-whether-the-secret-is-right-0123456789',
    },
  )
  if (!answered.ok) throw faultAt('/issuer', answered)
  const error = errorOf(answered.json)
  if (error === 'invalid_client')
    throw refuse('/client_secret', `The provider refuses this client id and secret (${error}).`)
  if (error === 'unauthorized_client')
    throw refuse('/client_id', `The provider does not let this client sign people in (${error}).`)
}

function faultAt(pointer: string, { kind, detail }: Fault): Problem {
  return kind === 'refused' ? refuse(pointer, detail) : saved(pointer, 'provider_unreachable', detail)
}

function refuse(pointer: string, detail: string): Problem {
  return saved(pointer, 'invalid', detail)
}

function saved(pointer: string, code: string, detail: string): Problem {
  return new Problem(422, code, `${detail} Nothing was saved.`, { errors: [{ pointer, detail }] })
}
