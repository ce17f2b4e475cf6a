import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useRef } from 'react'
import { api } from '../api.ts'
import { problemIn } from '../problem.ts'
import { Banner } from '../ui/Banner.tsx'
import { type Faults, focusFirstFault, useForm } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import classes from './Gate.module.css'
import { Gate } from './Gate.tsx'

const route = getRouteApi('/sign-in')

interface SignIn {
  email: string
  password: string
}

export function SignInScreen() {
  const { to } = route.useSearch()
  const router = useRouter()
  const queries = useQueryClient()
  const element = useRef<HTMLFormElement>(null)
  const form = useForm<SignIn>({ email: '', password: '' }, rules)
  const setup = useQuery({ queryKey: ['setup'], queryFn: () => api.setup(undefined) })
  const signIn = useMutation({
    mutationFn: () => api.signIn(form.values.email.trim(), form.values.password),
    onSuccess: async () => {
      queries.clear()
      await router.navigate({ href: to ?? '/', replace: true })
    },
  })
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    if (form.check()) signIn.mutate()
    else focusFirstFault(element.current)
  }
  return (
    <Gate title="Sign in">
      {setup.data?.needed && (
        <div style={{ marginTop: 16 }}>
          <Banner tone="blue" title="This installation has no owner yet.">
            The terminal that started it prints a one-time set-up address. Open that address to make the first owner.
          </Banner>
        </div>
      )}
      <form ref={element} className={classes.form} onSubmit={submit} noValidate>
        {signIn.isError && <Banner tone="red" title={refusal(signIn.error)} urgent />}
        <TextField form={form} name="email" label="Email" type="email" autoComplete="username" autoFocus />
        <TextField form={form} name="password" label="Password" type="password" autoComplete="current-password" />
        <Button type="submit" loading={signIn.isPending}>
          Sign in
        </Button>
      </form>
    </Gate>
  )
}

function rules({ email, password }: SignIn): Faults<SignIn> {
  return {
    email: email.includes('@') ? undefined : { text: 'Your email address is missing.' },
    password: password ? undefined : { text: 'Your password is missing.' },
  }
}

function refusal(error: unknown): string {
  return problemIn(error)?.body.detail ?? String(error)
}
