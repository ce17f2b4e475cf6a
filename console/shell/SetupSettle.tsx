import { Radio } from '@mantine/core'
import type { Setup } from '../api.ts'
import type { Form } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import classes from './Gate.module.css'
import type { SetupValues } from './setup-values.ts'

interface SettleProps {
  form: Form<SetupValues>
  known: Setup['public_url']
}

/** Where the world reaches this installation, or that nothing outside may. */
export function PublicAddressField({ form, known }: SettleProps) {
  if (known?.from === 'environment') {
    return <Known label="Public address" value={known.value} hint="Set by the operator." />
  }
  return (
    <>
      <Radio.Group
        label="Public address"
        value={form.values.has_address ? 'yes' : 'no'}
        onChange={(value) => form.set('has_address', value === 'yes')}
      >
        <Choice value="yes" label="An address of our own" help="The provider reports results and replies there." />
        <Choice value="no" label="None" help="Results are asked for every minute." />
      </Radio.Group>
      {form.values.has_address && (
        <TextField
          form={form}
          name="public_url"
          label="Address"
          placeholder="https://sms.acme.example"
          inputMode="url"
        />
      )}
    </>
  )
}

/** The mail server, or that invitations are links. */
export function MailFields({ form, known }: SettleProps) {
  if (known?.from === 'environment')
    return <Known label="Mail server" value={known.value} hint="Set by the operator." />
  return (
    <>
      <Radio.Group
        label="Mail server"
        value={form.values.has_mail ? 'yes' : 'no'}
        onChange={(value) => form.set('has_mail', value === 'yes')}
      >
        <Choice value="yes" label="Send through a mail server" help="Invitations and warnings go out as mail." />
        <Choice value="no" label="None" help="Invitations are links you copy." />
      </Radio.Group>
      {form.values.has_mail && (
        <>
          <div className={classes.pair}>
            <TextField form={form} name="mail_host" label="Server" placeholder="smtp.acme.example" />
            <TextField form={form} name="mail_port" label="Port" inputMode="numeric" />
          </div>
          <TextField form={form} name="mail_from" label="Sender address" type="email" />
          <TextField form={form} name="mail_user" label="User (optional)" />
          {form.values.mail_user && <TextField form={form} name="mail_password" label="Mail password" secret />}
        </>
      )}
    </>
  )
}

function Choice({ value, label, help }: { value: string; label: string; help: string }) {
  return <Radio mt={8} value={value} label={label} description={help} />
}

function Known({ label, value, hint }: { label: string; value: string | null; hint: string }) {
  return (
    <dl className={classes.known}>
      <dt>{label}</dt>
      <dd>
        <span className="mono">{value}</span>
        <br />
        {hint}
      </dd>
    </dl>
  )
}
