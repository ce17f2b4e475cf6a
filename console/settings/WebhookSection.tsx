import type { SettingsOut } from '../api.ts'
import { useEditing } from './editing.tsx'
import { SettingsSection } from './SettingsSection.tsx'
import { TestedRow } from './TestedRow.tsx'
import { WebhookForm } from './WebhookForm.tsx'
import { WebhookRows } from './WebhookRows.tsx'
import { WebhookSample } from './WebhookSample.tsx'

/** Sections 2 to 4 where texts go to an endpoint of one's own. */
export function WebhookSection({ settings }: { settings: SettingsOut }) {
  const { draft } = useEditing()
  const isStored = settings.provider === 'webhook' && (draft === null || draft === 'webhook')
  return (
    <SettingsSection
      id="account"
      title="Webhook"
      purpose="Where Handset posts each text."
      summary={isStored ? settings.webhook_url : null}
      edit={isStored ? 'Edit' : undefined}
      form={<WebhookForm settings={settings} />}
    >
      {isStored ? (
        <>
          <WebhookRows settings={settings} />
          <TestedRow settings={settings} />
          <WebhookSample />
        </>
      ) : (
        <p className="quiet">Choose a provider first.</p>
      )}
    </SettingsSection>
  )
}
