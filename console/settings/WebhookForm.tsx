import { Switch } from '@mantine/core'
import { useState } from 'react'
import type { SettingsOut, SettingsPatch, SettingsSaved } from '../api.ts'
import { type Faults, useForm } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import { useEditing } from './editing.tsx'
import { SaveForm } from './SaveForm.tsx'
import { SecretOnce } from './SigningSecret.tsx'
import { WebhookRows } from './WebhookRows.tsx'
import { WebhookSample } from './WebhookSample.tsx'

interface WebhookValues {
  webhook_url: string
  signing_secret: string
  drops_repeats: boolean
}

const pointers = { '/webhook_url': 'webhook_url', '/signing_secret': 'signing_secret' } as const

export function WebhookForm({ settings }: { settings: SettingsOut }) {
  const editing = useEditing()
  const [made, setMade] = useState<SettingsSaved | null>(null)
  const isSwitch = settings.provider !== 'webhook'
  const kept = settings.kept.find((one) => one.provider === 'webhook')
  const form = useForm<WebhookValues>(
    {
      webhook_url: (isSwitch ? kept?.webhook_url : settings.webhook_url) ?? '',
      signing_secret: '',
      drops_repeats: settings.drops_repeats ?? true,
    },
    (values) => rules(values, (isSwitch ? kept?.webhook_url : settings.webhook_url) ?? null),
  )
  const toPatch = ({ webhook_url, signing_secret, drops_repeats }: WebhookValues): SettingsPatch => ({
    webhook_url: webhook_url.trim(),
    drops_repeats,
    ...(signing_secret && { signing_secret: signing_secret.trim() }),
    ...(isSwitch && { provider: 'webhook' }),
    ...(settings.provider === null && { enabled: true }),
  })
  return (
    <SaveForm
      form={form}
      settings={settings}
      toPatch={toPatch}
      pointers={pointers}
      asks="the endpoint's address"
      // A secret made by this save is shown before the section closes: it cannot be shown later.
      onSaved={(saved) => (saved.new_signing_secret ? setMade(saved) : editing.saved('account', saved.checks))}
      theirs={(theirs) => <WebhookRows settings={theirs} />}
    >
      <TextField
        form={form}
        name="webhook_url"
        label="Webhook URL"
        placeholder="https://sms.acme.example/send"
        inputMode="url"
        mono
        autoFocus
        help="https address that receives one POST for each text. A secret in the query is masked here and in logs."
      />
      <Switch
        label={
          <>
            My endpoint drops repeats (same <span className="mono">webhook-id</span>)
          </>
        }
        description="On: Handset repeats after 5xx or silence. Off: after silence it asks you, because a repeat could be a second text."
        checked={form.values.drops_repeats}
        onChange={(event) => form.set('drops_repeats', event.currentTarget.checked)}
      />
      <TextField
        form={form}
        name="signing_secret"
        label="Signing secret (optional)"
        secret
        help={
          settings.signing_secret?.set
            ? 'Leave it empty to keep the stored one.'
            : 'Starts with whsec_. Leave it empty and one is made for you and shown once.'
        }
      />
      <WebhookSample />
      <SecretOnce
        secret={made?.new_signing_secret ?? null}
        onClose={() => made && editing.saved('account', made.checks)}
      />
    </SaveForm>
  )
}

function rules({ webhook_url, signing_secret }: WebhookValues, stored: string | null): Faults<WebhookValues> {
  return { webhook_url: urlFault(webhook_url.trim(), stored), signing_secret: secretFault(signing_secret.trim()) }
}

function urlFault(typed: string, stored: string | null) {
  if (typed === '') return { text: 'The Webhook URL is missing.' }
  // What was shown masked goes back as it came.
  if (typed === stored) return undefined
  if (typed.includes('••••')) return { text: 'The masked values would be lost. Type the whole address.' }
  if (!URL.canParse(typed) || !/^https?:/.test(typed)) {
    return { text: 'Write the whole address, as in https://sms.acme.example/send.' }
  }
  return undefined
}

function secretFault(typed: string) {
  if (typed === '' || /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/.test(typed)) return undefined
  return { text: 'A signing secret is whsec_ and 24 to 64 bytes in base64. Leave it out and one is made for you.' }
}
