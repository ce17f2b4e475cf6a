import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { api } from '../api.ts'
import { problemIn } from '../problem.ts'
import classes from '../shell/Gate.module.css'
import { Gate } from '../shell/Gate.tsx'
import { Banner } from '../ui/Banner.tsx'
import { focusFirstFault, useForm } from '../ui/form.ts'
import { NewPasswordField } from './NewPasswordField.tsx'
import { newPasswordFault } from './new-password.ts'
import { takeToken } from './token.ts'

/** Where the link of a mail leads. */
export function NewPasswordScreen() {
  const [token] = useState(takeToken)
  const element = useRef<HTMLFormElement>(null)
  const form = useForm({ password: '' }, ({ password }) => ({ password: newPasswordFault(password) }))
  const reset = useMutation({
    mutationFn: () => api.resetPassword(token, form.values.password),
    onError: (error) => {
      const at = problemIn(error)?.body.errors?.find(({ pointer }) => pointer === '/password')
      if (at) form.refuse({ password: { text: at.detail } })
    },
  })
  if (!token || problemIn(reset.error)?.is('link_spent')) return <Spent />
  if (reset.isSuccess) return <Done />
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    if (form.check()) reset.mutate()
    else focusFirstFault(element.current)
  }
  return (
    <Gate title="Set a new password" lead="Then you are signed out everywhere, and sign in with the new one.">
      <form ref={element} className={classes.form} onSubmit={submit} noValidate>
        {reset.isError && !form.fault('password') && (
          <Banner tone="red" title="Your password was not changed." urgent>
            {problemIn(reset.error)?.body.detail ?? String(reset.error)}
          </Banner>
        )}
        <NewPasswordField form={form} name="password" autoFocus />
        <Button type="submit" loading={reset.isPending}>
          Set the password
        </Button>
      </form>
    </Gate>
  )
}

function Done() {
  return (
    <Gate title="Your new password is set">
      <div className={classes.form} role="status">
        <p>All sessions of before have ended. Sign in with the new password.</p>
        <Button component={Link} to="/sign-in">
          Sign in
        </Button>
      </div>
    </Gate>
  )
}

function Spent() {
  return (
    <Gate title="This link leads nowhere any more">
      <div className={classes.form} role="status">
        <p>It was used already, is older than an hour, or a later one took its place. Your password is as it was.</p>
        <Button component={Link} to="/forgot">
          Ask for another link
        </Button>
      </div>
    </Gate>
  )
}
