import type { SettingsOut } from '../api.ts'
import { Row } from '../ui/Section.tsx'
import { PaceRow } from './PaceRow.tsx'
import { ProviderChoice } from './ProviderChoice.tsx'
import { SenderRows } from './SenderRows.tsx'
import { SettingsSection } from './SettingsSection.tsx'
import { providerNames, senderWords } from './words.ts'

/** The connection of the installation, as far as a workspace that uses it may see. */
export function InheritedSections({ settings }: { settings: SettingsOut }) {
  const { provider, sender, above } = settings
  const mayHaveOwn = above?.own_settings_allowed === true
  return (
    <>
      <SettingsSection
        id="provider"
        title="Provider"
        purpose="Who carries the texts to people's phones."
        summary={`${providerNames[provider!]}, set by the operator`}
        edit={mayHaveOwn ? 'Use own provider' : undefined}
        form={mayHaveOwn && <ProviderChoice settings={ownPart(settings)} />}
      >
        <Row label="Provider">
          {providerNames[provider!]} <span className="quiet">set by the operator for this installation</span>
        </Row>
        <Row label="Credentials">
          •••••••••••• <span className="quiet">set by the operator, and not shown here</span>
        </Row>
        {!mayHaveOwn && (
          <p className="quiet">The operator of this installation does not allow providers of your own.</p>
        )}
      </SettingsSection>
      {provider !== 'webhook' && (
        <SettingsSection
          id="sender"
          title="Sender"
          purpose="What people see a text come from."
          summary={sender ? senderWords(sender) : 'The operator has chosen none yet.'}
        >
          <SenderRows settings={settings} />
          {sender && <PaceRow provider={provider!} sender={sender} />}
        </SettingsSection>
      )}
    </>
  )
}

/** What the workspace has itself: no connection yet, so that forms begin empty. */
export function ownPart(settings: SettingsOut): SettingsOut {
  if (!settings.inherited) return settings
  const none = { provider: null, account_sid: null, account: null, credentials: null, sender: null } as const
  return { ...settings, ...none, webhook_url: null, signing_secret: null, drops_repeats: null }
}
