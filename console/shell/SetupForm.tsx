import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useRef } from 'react'
import { api, type Setup } from '../api.ts'
import { problemIn } from '../problem.ts'
import { NewPasswordField } from '../sign-in/NewPasswordField.tsx'
import { Banner } from '../ui/Banner.tsx'
import { focusFirstFault, useForm } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import classes from './Gate.module.css'
import { MailFields, PublicAddressField } from './SetupSettle.tsx'
import { faultsOf, firstValues, rules, toInput } from './setup-values.ts'

export function SetupForm({ token, setup }: { token: string; setup: Setup }) {
  const element = useRef<HTMLFormElement>(null)
  const router = useRouter()
  const queries = useQueryClient()
  const form = useForm(firstValues(setup), (values) => rules(values, setup))
  const finish = useMutation({
    mutationFn: () => api.finishSetup(toInput(form.values, token, setup)),
    onSuccess: async () => {
      queries.clear()
      await router.navigate({ to: '/settings/sms', replace: true })
    },
    onError: (error) => {
      form.refuse(faultsOf(problemIn(error)))
      focusFirstFault(element.current)
    },
  })
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    if (form.check()) finish.mutate()
    else focusFirstFault(element.current)
  }
  return (
    <form ref={element} className={classes.form} onSubmit={submit} noValidate>
      <fieldset className={classes.group}>
        <legend className={classes.legend}>You</legend>
        <TextField form={form} name="name" label="Your name" autoComplete="name" autoFocus />
        <TextField form={form} name="email" label="Email" type="email" autoComplete="username" />
        <NewPasswordField form={form} name="password" label="Password" />
        <TextField
          form={form}
          name="workspace_name"
          label="Workspace"
          help="The organization, team or product that texts people."
        />
      </fieldset>
      <fieldset className={classes.group}>
        <legend className={classes.legend}>Three things to settle</legend>
        <PublicAddressField form={form} known={setup.public_url} />
        <MailFields form={form} known={setup.mail} />
        <dl className={classes.known}>
          <dt>Installation key</dt>
          <dd>
            <span className="mono">{setup.key?.file}</span>
            <br />
            It opens every stored secret and number. Keep a copy, apart from backups of the database: together they open
            everything, and without it a backup opens nothing.
          </dd>
        </dl>
      </fieldset>
      {finish.isError && (
        <Banner tone="red" title={problemIn(finish.error)?.body.detail ?? String(finish.error)} urgent />
      )}
      <Button type="submit" loading={finish.isPending}>
        Create owner and sign in
      </Button>
    </form>
  )
}
