import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import { api, type InvitationShown } from '../api.ts'
import { problemIn } from '../problem.ts'
import gate from '../shell/Gate.module.css'
import { NewPasswordField } from '../sign-in/NewPasswordField.tsx'
import { newPasswordFault } from '../sign-in/new-password.ts'
import { Banner } from '../ui/Banner.tsx'
import { type Faults, focusFirstFault, keepsFocus, useForm } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import { keepToken } from './invitation-token.ts'

interface NewcomerValues {
  name: string
  password: string
}

interface NewcomerFormProps {
  token: string
  invitation: InvitationShown
  onJoined: (joined: { workspace: { id: string; name: string } }) => void
}

/** Whether the address has an account already is not known here: whoever has one says so. */
export function NewcomerForm({ token, invitation, onJoined }: NewcomerFormProps) {
  const element = useRef<HTMLFormElement>(null)
  const form = useForm<NewcomerValues>({ name: '', password: '' }, rules)
  const join = useMutation({
    mutationFn: () => api.acceptInvitation({ token, name: form.values.name.trim(), password: form.values.password }),
    onSuccess: onJoined,
    onError: (error) => {
      const found = (problemIn(error)?.body.errors ?? []).map(({ pointer, detail }) => [
        pointer.slice(1),
        { text: detail },
      ])
      form.refuse(Object.fromEntries(found))
      focusFirstFault(element.current)
    },
  })
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    if (form.check()) join.mutate()
    else focusFirstFault(element.current)
  }
  const signIn = (
    <Link to="/sign-in" search={{ to: '/invitation' }} onClick={() => keepToken(token)}>
      Sign in
    </Link>
  )
  return (
    <form ref={element} className={gate.form} onSubmit={submit} noValidate>
      {join.isError && (
        <Banner tone="red" title="You did not join." urgent>
          {join.error.message} {problemIn(join.error)?.is('sign_in_first') && signIn}
        </Banner>
      )}
      <p>
        New here? Choose a name and a password. You have an account for {invitation.email} already? {signIn} first.
      </p>
      <input type="email" name="email" autoComplete="username" value={invitation.email} readOnly hidden />
      <TextField form={form} name="name" label="Your name" autoComplete="name" maxLength={100} />
      <NewPasswordField form={form} name="password" label="Password" />
      <Button type="submit" loading={join.isPending} {...keepsFocus}>
        Join {invitation.workspace.name}
      </Button>
    </form>
  )
}

function rules({ name, password }: NewcomerValues): Faults<NewcomerValues> {
  return {
    name: name.trim() ? undefined : { text: 'Your name is missing.' },
    password: newPasswordFault(password),
  }
}
