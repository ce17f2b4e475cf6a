import type { SingleSignOn, SingleSignOnInput } from '../api.ts'
import type { ApiProblem } from '../problem.ts'
import type { Faults } from '../ui/form.ts'

export interface SsoValues {
  issuer: string
  client_id: string
  client_secret: string
  domains: string
  role: string
  required: boolean
  accept_unsaid: boolean
}

export function valuesOf({ provider, domains }: SingleSignOn): SsoValues {
  return {
    issuer: provider?.issuer ?? '',
    client_id: provider?.client_id ?? '',
    client_secret: '',
    domains: domains.map(({ domain }) => domain).join(', '),
    role: provider?.role.id ?? 'member',
    required: provider?.required ?? false,
    accept_unsaid: provider?.accept_unsaid ?? false,
  }
}

/** An untouched secret is kept, but only for the issuer and client that it was given for. */
export function rules(values: SsoValues, { provider }: SingleSignOn): Faults<SsoValues> {
  const isSame = provider?.issuer === values.issuer.trim() && provider.client_id === values.client_id.trim()
  return {
    issuer: /^https?:\/\/./.test(values.issuer.trim())
      ? undefined
      : { text: 'Write it in full, as in https://login.acme.example.' },
    client_id: values.client_id.trim() ? undefined : { text: 'The client ID is missing.' },
    client_secret: values.client_secret || isSame ? undefined : { text: 'The client secret is missing.' },
    domains: namesIn(values.domains).length ? undefined : { text: 'Name at least one domain.' },
  }
}

export function toInput({ client_secret, domains, ...values }: SsoValues): SingleSignOnInput {
  return {
    ...values,
    issuer: values.issuer.trim(),
    client_id: values.client_id.trim(),
    domains: namesIn(domains),
    ...(client_secret && { client_secret }),
  }
}

/** What the server found, at its field: a fault in one of the domains stands at all of them. */
export function faultsIn(problem: ApiProblem | null): Faults<SsoValues> {
  const errors = problem?.body.errors ?? []
  return Object.fromEntries(errors.map(({ pointer, detail }) => [pointer.split('/')[1], { text: detail }]))
}

function namesIn(text: string): string[] {
  return text.split(/[\s,;]+/).filter(Boolean)
}
