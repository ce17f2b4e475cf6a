import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { api } from '../api.ts'
import { problemIn } from '../problem.ts'
import classes from '../shell/Gate.module.css'
import { Banner } from '../ui/Banner.tsx'
import { type Faults, focusFirstFault, useForm } from '../ui/form.ts'
import { LinkButton } from '../ui/LinkButton.tsx'
import { TextField } from '../ui/TextField.tsx'
import own from './SignInForm.module.css'

interface SignIn {
  email: string
  password: string
}

/** While somebody types, half a domain is not worth asking about. */
const ASKED_AFTER_MS = 300

/** By password, or by the provider of one's organisation where the domain of the address has one. */
export function SignInForm({ to }: { to: string }) {
  const router = useRouter()
  const queries = useQueryClient()
  const element = useRef<HTMLFormElement>(null)
  const [byPassword, setByPassword] = useState(false)
  // Read by the form's rules, which are looked at with each press.
  const provider = useRef(false)
  const form = useForm<SignIn>({ email: '', password: '' }, (values) => rules(values, provider.current))
  const email = form.values.email.trim()
  const [asked] = useDebouncedValue(email, ASKED_AFTER_MS)
  const options = useOptions(asked)
  const sso = byPassword || domainOf(asked) !== domainOf(email) ? null : (options.data?.sso ?? null)
  provider.current = sso !== null
  const signIn = useMutation({
    mutationFn: () => api.signIn(email, form.values.password),
    onSuccess: async () => {
      queries.clear()
      await router.navigate({ href: to, replace: true })
    },
  })
  const leave = useMutation({
    mutationFn: () => api.beginSingleSignOn(email, to),
    onSuccess: ({ url }) => location.assign(url),
  })
  const failed = sso ? leave.error : signIn.error
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    if (!form.check()) focusFirstFault(element.current)
    else if (sso) leave.mutate()
    else signIn.mutate()
  }
  return (
    <form ref={element} className={classes.form} onSubmit={submit} noValidate>
      {failed && <Banner tone="red" title={problemIn(failed)?.body.detail ?? String(failed)} urgent />}
      <TextField form={form} name="email" label="Email" type="email" autoComplete="username" autoFocus />
      {sso ? (
        <ByProvider domain={domainOf(asked)} required={sso.required} onPassword={() => setByPassword(true)} />
      ) : (
        <div className={own.password}>
          <TextField form={form} name="password" label="Password" type="password" autoComplete="current-password" />
          <Link to="/forgot" search={email.includes('@') ? { email } : {}} className={own.forgot}>
            Forgot?
          </Link>
        </div>
      )}
      <Button type="submit" loading={signIn.isPending || leave.isPending || leave.isSuccess}>
        {sso ? 'Continue with single sign-on' : 'Sign in'}
      </Button>
    </form>
  )
}

/** What the domain of an address asks for; nothing is told of the address itself. */
function useOptions(email: string) {
  return useQuery({
    queryKey: ['sign-in-options', domainOf(email)],
    queryFn: () => api.signInOptions(email),
    enabled: /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email),
    staleTime: 60_000,
    retry: false,
  })
}

interface ByProviderProps {
  domain: string
  required: boolean
  onPassword: () => void
}

function ByProvider({ domain, required, onPassword }: ByProviderProps) {
  return (
    <p role="status">
      People at <strong>{domain}</strong> sign in through their organisation.{' '}
      <LinkButton onClick={onPassword}>{required ? 'I own a workspace: use my password' : 'Use a password'}</LinkButton>
    </p>
  )
}

function domainOf(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1).toLowerCase()
}

function rules({ email, password }: SignIn, byProvider: boolean): Faults<SignIn> {
  return {
    email: email.includes('@') ? undefined : { text: 'Your email address is missing.' },
    password: password || byProvider ? undefined : { text: 'Your password is missing.' },
  }
}
