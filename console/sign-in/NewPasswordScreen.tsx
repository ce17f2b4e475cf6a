import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../api.ts'
import { problemIn } from '../problem.ts'
import classes from '../shell/Gate.module.css'
import { Gate } from '../shell/Gate.tsx'
import { Banner } from '../ui/Banner.tsx'
import { useForm } from '../ui/form.ts'
import { useSubmit } from '../ui/useSubmit.ts'
import { NewPasswordField } from './NewPasswordField.tsx'
import { newPasswordFault } from './new-password.ts'
import { takeToken } from './token.ts'

/** Where the link of a mail leads. */
export function NewPasswordScreen() {
  const [token] = useState(takeToken)
  const form = useForm({ password: '' }, ({ password }) => ({ password: newPasswordFault(password) }))
  const { sending: reset, frame } = useSubmit(form, {
    send: ({ password }) => api.resetPassword(token, password),
    faultsIn: (error) => {
      const at = problemIn(error)?.body.errors?.find(({ pointer }) => pointer === '/password')
      return at ? { password: { text: at.detail } } : {}
    },
  })
  if (!token || problemIn(reset.error)?.is('link_spent')) return <Spent />
  if (reset.isSuccess) return <Done />
  return (
    <Gate title="Set a new password" lead="Then you are signed out everywhere, and sign in with the new one.">
      <form {...frame} className={classes.form}>
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
