import { Radio } from '@mantine/core'
import type { SettingsOut } from '../api.ts'
import { type Form, useForm } from '../ui/form.ts'
import { SecretField } from '../ui/SecretField.tsx'
import { TextField } from '../ui/TextField.tsx'
import { AccountRows } from './AccountRows.tsx'
import { type AccountHelps, accountHelps } from './account-helps.ts'
import { type AccountValues, accountRules, isAccountSid, storedValues, toAccountPatch } from './account-values.ts'
import { useEditing } from './editing.tsx'
import { SaveForm } from './SaveForm.tsx'
import { SimulatorHint } from './SimulatorHint.tsx'
import { WithoutSender } from './WithoutSender.tsx'

const pointers = {
  '/account_sid': 'account_sid',
  '/credentials/api_key_sid': 'api_key_sid',
  '/credentials/api_key_secret': 'api_key_secret',
  '/credentials/auth_token': 'auth_token',
  '/credentials': 'auth_token',
} as const

export function AccountForm({ settings, provider }: { settings: SettingsOut; provider: 'twilio' | 'simulator' }) {
  const editing = useEditing()
  const isSwitch = settings.provider !== provider
  const form = useForm(storedValues(settings, provider), (values) => accountRules(values, settings, provider))
  const helps = accountHelps[provider]
  const isKey = form.values.kind === 'api_key'
  const sameAccount = !isSwitch && settings.account_sid === form.values.account_sid.trim()
  const isOther = !isSwitch && !sameAccount && isAccountSid(form.values.account_sid)
  const toPatch = (values: AccountValues) => ({
    ...toAccountPatch(values),
    ...(isSwitch && { provider }),
    // Whoever connects a provider for the first time wants texts to be sent.
    ...(settings.provider === null && { enabled: true }),
    // Another account has other senders.
    ...(!sameAccount && { sender: null }),
  })
  return (
    <SaveForm
      form={form}
      settings={settings}
      toPatch={toPatch}
      pointers={isKey ? { ...pointers, '/credentials/auth_token': 'receipts_token' } : pointers}
      asks={helps.asks}
      onSaved={(saved) => editing.saved('account', saved.checks, saved.sender ? undefined : 'sender')}
      theirs={(theirs) => <AccountRows settings={theirs} />}
    >
      {provider === 'simulator' && <SimulatorHint settings={settings} />}
      <TextField
        form={form}
        name="account_sid"
        label="Account SID"
        placeholder="AC…"
        mono
        autoFocus
        help={helps.account_sid}
      />
      {isOther && settings.sender && <WithoutSender settings={settings} />}
      <Radio.Group
        label="Sign in with"
        value={form.values.kind}
        onChange={(kind) => form.set('kind', kind as AccountValues['kind'])}
      >
        <Radio mt={6} value="auth_token" label="Auth Token" description={helps.by_token} />
        <Radio mt={8} value="api_key" label="API key" description="Sends, can be revoked by itself." />
      </Radio.Group>
      {isKey ? (
        <KeyFields form={form} helps={helps} stored={sameAccount ? settings.credentials : null} />
      ) : (
        <TokenField form={form} helps={helps} stored={sameAccount ? settings.credentials : null} />
      )}
    </SaveForm>
  )
}

interface SecretsProps {
  form: Form<AccountValues>
  helps: AccountHelps
  /** What is stored for this very account. */
  stored: SettingsOut['credentials']
}

function TokenField({ form, helps, stored }: SecretsProps) {
  return (
    <SecretField
      form={form}
      name="auth_token"
      label="Auth Token"
      stored={stored?.kind === 'auth_token' ? stored.auth_token : null}
      help={helps.auth_token}
    />
  )
}

function KeyFields({ form, helps, stored }: SecretsProps) {
  const key = stored?.kind === 'api_key' && stored.api_key_sid === form.values.api_key_sid.trim() ? stored : null
  return (
    <>
      <TextField form={form} name="api_key_sid" label="API key SID" placeholder="SK…" mono help={helps.api_key_sid} />
      <SecretField
        form={form}
        name="api_key_secret"
        label="API key secret"
        stored={key?.api_key_secret}
        help={helps.api_key_secret}
      />
      <SecretField
        form={form}
        name="receipts_token"
        label="Auth Token, for receipts (optional)"
        stored={key?.auth_token}
        help={helps.receipts_token}
      />
    </>
  )
}
