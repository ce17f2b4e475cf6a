import type { SettingsOut } from '../api.ts'
import { Row } from '../ui/Section.tsx'
import { useEditing } from './editing.tsx'
import { ProviderChoice } from './ProviderChoice.tsx'
import { SettingsSection } from './SettingsSection.tsx'
import { providerNames } from './words.ts'

/** Section 1: who carries the texts. */
export function ProviderSection({ settings }: { settings: SettingsOut }) {
  const { draft } = useEditing()
  const provider = draft ?? settings.provider
  return (
    <SettingsSection
      id="provider"
      title="Provider"
      purpose="Who carries the texts to people's phones."
      summary={provider ? providerNames[provider] : 'None yet'}
      edit={settings.provider ? 'Change' : 'Choose'}
      form={<ProviderChoice settings={settings} />}
    >
      <Row label="Provider">
        {provider ? providerNames[provider] : <span className="quiet">none yet</span>}
        {draft && draft !== settings.provider && <span className="quiet"> · not saved yet</span>}
      </Row>
    </SettingsSection>
  )
}
