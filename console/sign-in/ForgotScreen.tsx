import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { api } from '../api.ts'
import { problemIn } from '../problem.ts'
import classes from '../shell/Gate.module.css'
import { Gate } from '../shell/Gate.tsx'
import { Banner } from '../ui/Banner.tsx'
import { useForm } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import { useSubmit } from '../ui/useSubmit.ts'

const route = getRouteApi('/forgot')

/** The answer is the same whether somebody has the address or not. */
export function ForgotScreen() {
  const { email } = route.useSearch()
  const form = useForm({ email: email ?? '' }, (values) => ({
    email: values.email.includes('@') ? undefined : { text: 'Your email address is missing.' },
  }))
  const options = useQuery({ queryKey: ['sign-in-options'], queryFn: () => api.signInOptions(), staleTime: 60_000 })
  const { sending: ask, frame } = useSubmit(form, { send: (values) => api.forgotPassword(values.email.trim()) })
  if (options.data?.mail === false || problemIn(ask.error)?.is('no_mail')) return <NoMail />
  if (ask.isSuccess) return <Asked email={form.values.email.trim()} />
  return (
    <Gate title="Set a new password" lead="We send you a link by which you set a new one. It works once, for an hour.">
      <form {...frame} className={classes.form}>
        {ask.isError && (
          <Banner tone="red" title="No mail was sent." urgent>
            {problemIn(ask.error)?.body.detail ?? String(ask.error)}
          </Banner>
        )}
        <TextField form={form} name="email" label="Email" type="email" autoComplete="username" autoFocus />
        <Button type="submit" loading={ask.isPending}>
          Send me a link
        </Button>
        <BackToSignIn />
      </form>
    </Gate>
  )
}

function Asked({ email }: { email: string }) {
  return (
    <Gate title="Look into your mail">
      <div className={classes.form} role="status">
        <p>
          If somebody here has the address <strong>{email}</strong>, a link is on its way to it. It works for an hour.
        </p>
        <p className="quiet">
          Nothing after a few minutes? Look among the junk, and whether that is the address you sign in with.
        </p>
        <BackToSignIn />
      </div>
    </Gate>
  )
}

function NoMail() {
  return (
    <Gate title="Set a new password">
      <div className={classes.form}>
        <Banner tone="blue" title="This Handset cannot send mail.">
          Ask its operator for a link by which you set a new password. They run{' '}
          <span className="mono">npm run handset -- password you@acme.example</span> where Handset is installed, and
          give you what it prints.
        </Banner>
        <BackToSignIn />
      </div>
    </Gate>
  )
}

export function BackToSignIn() {
  return (
    <p>
      <Link to="/sign-in" search={{}}>
        Back to sign-in
      </Link>
    </p>
  )
}
