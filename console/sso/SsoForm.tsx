import { Checkbox, Select } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api, type SingleSignOn } from '../api.ts'
import { problemIn } from '../problem.ts'
import { useSendsMail } from '../shell/useSendsMail.ts'
import { SaveActions } from '../ui/ActionBar.tsx'
import { Banner } from '../ui/Banner.tsx'
import { useForm } from '../ui/form.ts'
import { useUnsaved } from '../ui/leaving.tsx'
import { SecretField } from '../ui/SecretField.tsx'
import { SlowSpinner } from '../ui/states.tsx'
import { TextField } from '../ui/TextField.tsx'
import { useSubmit } from '../ui/useSubmit.ts'
import { ProviderUris } from './ProviderUris.tsx'
import { ssoQuery } from './queries.ts'
import classes from './Sso.module.css'
import { faultsIn, rules, type SsoValues, toInput, valuesOf } from './sso-values.ts'

export function SsoForm({ sso, onDone }: { sso: SingleSignOn; onDone: () => void }) {
  const queries = useQueryClient()
  const sendsMail = useSendsMail()
  const form = useForm<SsoValues>(valuesOf(sso), (values) => rules(values, sso))
  useUnsaved(form.changed)
  const { sending: save, frame } = useSubmit(form, {
    send: (values) => api.saveSingleSignOn(toInput(values)),
    onSent: (saved) => {
      queries.setQueryData(ssoQuery.queryKey, saved)
      onDone()
    },
    faultsIn: (error) => faultsIn(problemIn(error)),
  })
  return (
    <form {...frame} className={classes.form}>
      <ProviderUris sso={sso} />
      <TextField
        form={form}
        name="issuer"
        label="Issuer"
        mono
        inputMode="url"
        placeholder="https://login.acme.example"
        help="As the provider writes it. What it says of itself is read from there."
        autoFocus
      />
      <TextField form={form} name="client_id" label="Client ID" mono />
      <SecretField
        form={form}
        name="client_secret"
        label="Client secret"
        help="Sealed when it is saved, and never shown again."
        stored={sso.provider?.client_secret}
      />
      <TextField
        form={form}
        name="domains"
        label="Domains"
        placeholder="acme.example"
        help={`Of the email addresses, with commas between. The operator confirms each new one${sendsMail ? ', and is told by mail' : ''}.`}
      />
      <RoleField
        value={form.values.role}
        fault={form.fault('role')?.text}
        onChange={(role) => form.set('role', role)}
      />
      <Checkbox
        label="Only single sign-on"
        description="Members at these domains no longer sign in by password, and those who did are signed out. Owners still may, in case the provider fails."
        checked={form.values.required}
        error={form.fault('required')?.text}
        onChange={(event) => form.set('required', event.currentTarget.checked)}
      />
      <Checkbox
        label="The provider does not say whether it verified an address"
        description="For providers such as Microsoft Entra ID, where administrators give out the addresses. Otherwise an address must be marked as verified."
        checked={form.values.accept_unsaid}
        onChange={(event) => form.set('accept_unsaid', event.currentTarget.checked)}
      />
      {save.isPending && (
        <p className="quiet" role="status">
          <SlowSpinner label="Asking the provider" /> Asking the provider…
        </p>
      )}
      {save.isError && (
        <Banner tone="red" title="Nothing was saved." urgent>
          {/* What stands at a field is not said twice. */}
          {!problemIn(save.error)?.body.errors?.length && save.error.message}
        </Banner>
      )}
      <SaveActions label="Check and save" busy={save.isPending} onCancel={onDone} />
    </form>
  )
}

interface RoleFieldProps {
  value: string
  fault: string | undefined
  onChange: (role: string) => void
}

function RoleField({ value, fault, onChange }: RoleFieldProps) {
  const roles = useQuery({ queryKey: ['roles'], queryFn: () => api.roles() })
  const options = roles.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []
  return (
    <Select
      label="Newcomers become"
      description="Whoever signs in for the first time. Who is a member already keeps their role."
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      className={classes.role}
      data={options.length ? options : [{ value, label: value === 'member' ? 'Member' : value }]}
      value={value}
      error={fault}
      allowDeselect={false}
      onChange={(role) => role && onChange(role)}
      comboboxProps={{ shadow: 'none' }}
    />
  )
}
