import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { type AskedToConnect, api } from '../api.ts'
import { problemIn } from '../problem.ts'
import classes from '../shell/Gate.module.css'
import { Gate } from '../shell/Gate.tsx'
import { Banner } from '../ui/Banner.tsx'
import { focusFirstFault, useForm } from '../ui/form.ts'
import { Bar, LoadError } from '../ui/states.tsx'
import { TextField } from '../ui/TextField.tsx'
import { takeToken } from './token.ts'

/** A provider named an address that somebody has an account with already: only its owner connects the two. */
export function ConnectScreen() {
  const [token] = useState(takeToken)
  const asked = useQuery({
    queryKey: ['connect', token],
    queryFn: () => api.askedToConnect(token),
    enabled: token !== '',
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (!token || problemIn(asked.error)?.is('over')) return <Over />
  return (
    <Gate title="You have an account already">
      {asked.isPending && (
        <p className={classes.form}>
          <Bar width="70%" />
        </p>
      )}
      {asked.isError && <LoadError thing="what is asked of you" retry={asked.refetch} />}
      {asked.data && <Consent asked={asked.data} token={token} />}
    </Gate>
  )
}

function Consent({ asked, token }: { asked: AskedToConnect; token: string }) {
  const router = useRouter()
  const queries = useQueryClient()
  const element = useRef<HTMLFormElement>(null)
  const needsPassword = !asked.signed_in
  const form = useForm({ password: '' }, ({ password }) => ({
    password: password || !needsPassword ? undefined : { text: 'Your password is missing.' },
  }))
  const agree = useMutation({
    mutationFn: () => api.agreeToConnect(token, needsPassword ? form.values.password : undefined),
    onSuccess: async ({ to }) => {
      queries.clear()
      await router.navigate({ href: to, replace: true })
    },
    onError: (error) => {
      const at = problemIn(error)?.body.errors?.[0]
      if (at?.pointer !== '/password') return
      form.refuse({ password: { text: at.detail } })
      focusFirstFault(element.current)
    },
  })
  if (needsPassword && !asked.has_password) return <SignInFirst email={asked.email} />
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    if (form.check()) agree.mutate()
    else focusFirstFault(element.current)
  }
  return (
    <form ref={element} className={classes.form} onSubmit={submit} noValidate>
      <p>
        {asked.workspace} signs its people in through <strong>{hostOf(asked.issuer)}</strong>, which says that you are{' '}
        <strong>{asked.email}</strong>. Connect that with the account you have here?
      </p>
      <p className="quiet">
        From then on, whoever {hostOf(asked.issuer)} says is you signs in as you, in all your workspaces.
      </p>
      {agree.isError && !form.fault('password') && (
        <Banner tone="red" title="Nothing was connected." urgent>
          {problemIn(agree.error)?.body.detail ?? String(agree.error)}
        </Banner>
      )}
      {needsPassword && (
        <TextField
          form={form}
          name="password"
          label="Your password here"
          type="password"
          autoComplete="current-password"
          autoFocus
        />
      )}
      <Button type="submit" loading={agree.isPending}>
        Connect and go on
      </Button>
      <p>
        <Link to="/sign-in" search={{}}>
          Do not connect
        </Link>
      </p>
    </form>
  )
}

function SignInFirst({ email }: { email: string }) {
  return (
    <div className={classes.form}>
      <Banner tone="blue" title={`The account of ${email} has no password.`}>
        Sign in the way you usually do, and then by this workspace’s single sign-on once more: you are asked again.
      </Banner>
    </div>
  )
}

function Over() {
  return (
    <Gate title="This took too long">
      <div className={classes.form} role="status">
        <p>Or it was begun in another browser. Nothing was connected. Sign in once more.</p>
        <Button component={Link} to="/sign-in">
          Sign in
        </Button>
      </div>
    </Gate>
  )
}

function hostOf(issuer: string): string {
  return URL.parse(issuer)?.host ?? issuer
}
