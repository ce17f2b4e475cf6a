import { Button, Radio } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { api } from '../api.ts'
import { problemIn } from '../problem.ts'
import { faultsAt } from '../settings/faults-at.ts'
import { SaveActions } from '../ui/ActionBar.tsx'
import { Banner } from '../ui/Banner.tsx'
import { useForm } from '../ui/form.ts'
import { useUnsaved } from '../ui/leaving.tsx'
import { SecretField } from '../ui/SecretField.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.tsx'
import { useSubmit } from '../ui/useSubmit.ts'
import { installationQuery } from '../workspaces/queries.ts'
import classes from './MailScreen.module.css'
import {
  keepsPassword,
  type MailServer,
  type MailValues,
  mailRules,
  portFor,
  type Security,
  storedMail,
  toMailPatch,
} from './mail-values.ts'

const pointers = {
  '/mail/host': 'host',
  '/mail/port': 'port',
  '/mail/user': 'user',
  '/mail/password': 'password',
  '/mail/from': 'from',
} as const

export function MailForm({ server, onDone }: { server: MailServer | null; onDone: () => void }) {
  const form = useForm(storedMail(server), (values) => mailRules(values, server))
  const queries = useQueryClient()
  useUnsaved(form.changed)
  const { sending: save, frame } = useSubmit(form, {
    send: (values) => api.changeInstallation(toMailPatch(values)),
    onSent: (installation) => {
      queries.setQueryData(installationQuery.queryKey, installation)
      toast('The mail server took the sign-in. Saved.')
      onDone()
    },
    faultsIn: (error) => faultsAt<MailValues>(problemIn(error), pointers),
  })
  const { values } = form
  return (
    <form {...frame}>
      <div className={classes.fields}>
        <div className={classes.pair}>
          <TextField form={form} name="host" label="Server" placeholder="smtp.acme.example" autoFocus />
          <TextField form={form} name="port" label="Port" inputMode="numeric" />
        </div>
        <Radio.Group
          label="Encryption"
          value={values.security}
          onChange={(value) => {
            form.set('port', portFor(values, value as Security))
            form.set('security', value as Security)
          }}
        >
          <Radio
            mt={6}
            value="starttls"
            label="STARTTLS"
            description="Usual on port 587. A password never goes without."
          />
          <Radio mt={8} value="tls" label="TLS from the start" description="Usual on port 465." />
        </Radio.Group>
        <TextField form={form} name="user" label="User (optional)" help="Where the server asks for a sign-in." />
        {values.user.trim() && (
          <SecretField
            key={keepsPassword(values, server) ? 'kept' : 'asked'}
            form={form}
            name="password"
            label="Password"
            help="Stored encrypted; nobody can read it again, you included."
            stored={{ set: keepsPassword(values, server), updated_at: null, updated_by: null }}
          />
        )}
        <TextField
          form={form}
          name="from"
          label="Sender address"
          type="email"
          inputMode="email"
          help="What mail comes from. The server must let this user send as it."
        />
      </div>
      {save.isError && <Refused error={save.error} hadOne={server !== null} onRetry={() => save.mutate(values)} />}
      <SaveActions label="Check and save" busy={save.isPending} onCancel={onDone} />
    </form>
  )
}

/** What the server answered stands at its field; here is what that means for what was to be saved. */
function Refused({ error, hadOne, onRetry }: { error: Error; hadOne: boolean; onRetry: () => void }) {
  const problem = problemIn(error)
  if (problem?.is('invalid')) return null
  const atField = problem?.is('mail_refused', 'mail_unreachable')
  return (
    <div className={classes.outcome}>
      <Banner
        tone="red"
        title={problem?.is('no_answer') ? 'It may or may not have been saved.' : 'Nothing was saved.'}
        urgent
        action={
          problem?.is('mail_unreachable', 'no_answer') && (
            <Button size="compact-sm" variant="default" onClick={onRetry}>
              Try again
            </Button>
          )
        }
      >
        {atField ? TROUBLE[problem!.body.code] : error.message}{' '}
        {atField && hadOne && 'What was saved before still works.'}
      </Banner>
    </div>
  )
}

const TROUBLE: Record<string, string> = {
  mail_refused: 'The mail server refused; its answer stands at the field.',
  mail_unreachable: 'The mail server did not answer as one should; why stands at the field.',
}
