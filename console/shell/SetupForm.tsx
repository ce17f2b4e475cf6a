import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { api, type Setup } from '../api.ts'
import { problemIn } from '../problem.ts'
import { NewPasswordField } from '../sign-in/NewPasswordField.tsx'
import { Banner } from '../ui/Banner.tsx'
import { useForm } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import { useSubmit } from '../ui/useSubmit.ts'
import classes from './Gate.module.css'
import { MailFields, PublicAddressField } from './SetupSettle.tsx'
import { faultsOf, firstValues, rules, toInput } from './setup-values.ts'

export function SetupForm({ token, setup }: { token: string; setup: Setup }) {
  const router = useRouter()
  const queries = useQueryClient()
  const form = useForm(firstValues(setup), (values) => rules(values, setup))
  const { sending: finish, frame } = useSubmit(form, {
    send: (values) => api.finishSetup(toInput(values, token, setup)),
    onSent: async () => {
      queries.clear()
      await router.navigate({ to: '/settings/sms', replace: true })
    },
    faultsIn: (error) => faultsOf(problemIn(error)),
  })
  return (
    <form {...frame} className={classes.form}>
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
