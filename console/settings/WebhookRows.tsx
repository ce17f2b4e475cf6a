import type { SettingsOut } from '../api.ts'
import { SecretLine } from '../ui/SecretField.tsx'
import { Row } from '../ui/Section.tsx'
import { SigningSecret } from './SigningSecret.tsx'

export function WebhookRows({ settings }: { settings: SettingsOut }) {
  return (
    <>
      <Row label="Webhook URL">
        <span className="mono">{settings.webhook_url}</span>
      </Row>
      <Row label="Drops repeats">
        {settings.drops_repeats ? 'Yes: repeated after 5xx or silence' : 'No: after silence Handset asks you'}
      </Row>
      <Row label="Signing secret" aside={<SigningSecret />}>
        {settings.signing_secret && <SecretLine stored={settings.signing_secret} />}
      </Row>
    </>
  )
}
