import type { SettingsOut } from '../api.ts'
import { shorten } from '../ui/shorten.ts'
import { AccountForm } from './AccountForm.tsx'
import { AccountRows } from './AccountRows.tsx'
import { useEditing } from './editing.tsx'
import { SettingsSection } from './SettingsSection.tsx'

/** Section 2: how Handset signs in with the provider. */
export function AccountSection({ settings }: { settings: SettingsOut }) {
  const { draft } = useEditing()
  const provider = draft ?? settings.provider ?? 'twilio'
  const isStored = settings.provider === provider
  const title = provider === 'simulator' ? 'Simulator account' : 'Twilio account'
  return (
    <SettingsSection
      id="account"
      title={title}
      purpose={`How Handset signs in with ${provider === 'simulator' ? 'the simulator' : 'Twilio'}.`}
      summary={
        settings.account_sid && isStored ? `${shorten(settings.account_sid)} ${settings.account?.name ?? ''}` : null
      }
      edit={isStored ? 'Edit' : undefined}
      form={provider !== 'webhook' && <AccountForm key={provider} settings={settings} provider={provider} />}
    >
      {isStored ? <AccountRows settings={settings} /> : <p className="quiet">Choose a provider first.</p>}
    </SettingsSection>
  )
}
