import type { SettingsOut } from '../api.ts'
import { useEditing } from './editing.tsx'
import { PaceRow } from './PaceRow.tsx'
import { SenderForm } from './SenderForm.tsx'
import { SenderRows } from './SenderRows.tsx'
import { SettingsSection } from './SettingsSection.tsx'
import { senderWords } from './words.ts'

/** Section 3: what texts are sent from, and the number people answer to. */
export function SenderSection({ settings }: { settings: SettingsOut }) {
  const { draft } = useEditing()
  const waits = settings.provider === null || draft !== null
  return (
    <SettingsSection
      id="sender"
      title="Sender"
      purpose="What people see a text come from."
      summary={
        settings.sender && !waits ? senderWords(settings.sender) : 'Choose a sender after the account is accepted.'
      }
      edit={waits ? undefined : settings.sender ? 'Edit' : 'Choose'}
      part="pace"
      form={!waits && <SenderForm settings={settings} />}
    >
      {waits ? (
        <p className="quiet">Choose a sender after the account is accepted.</p>
      ) : (
        <>
          <SenderRows settings={settings} />
          {settings.provider && settings.sender && <PaceRow provider={settings.provider} sender={settings.sender} />}
        </>
      )}
    </SettingsSection>
  )
}
