import type { SettingsOut } from '../api.ts'
import { useMe } from '../shell/session.ts'
import { Row } from '../ui/Section.tsx'
import { NameForm, uses } from './NameForm.tsx'
import { SettingsSection } from './SettingsSection.tsx'
import { providerInSentence } from './words.ts'

/** Section 5: how the texts begin that Handset words itself, and what people hear who ask for help. */
export function NameSection({ settings }: { settings: SettingsOut }) {
  const { workspace } = useMe()
  return (
    <SettingsSection
      id="name"
      title="Name, help and contact"
      purpose="Who writes, and whom people can ask: carriers want both to be told."
      summary={`${settings.name_in_texts ?? workspace.name} · ${settings.support_contact ?? 'no contact'}`}
      edit="Edit"
      form={<NameForm settings={settings} theirs={(theirs) => <NameRows settings={theirs} />} />}
    >
      <NameRows settings={settings} />
    </SettingsSection>
  )
}

function NameRows({ settings }: { settings: SettingsOut }) {
  const { workspace } = useMe()
  const {
    titles_in_texts,
    alert_segments,
    name_in_texts,
    help_text,
    help_preview,
    help_too,
    support_contact,
    provider,
  } = settings
  return (
    <>
      <Row label="Name in texts">
        {name_in_texts ? (
          <>
            <span className="mono">{name_in_texts}</span> <span className="quiet">{uses(`${name_in_texts}: `)}</span>
          </>
        ) : (
          <>
            <span className="mono">{workspace.name}</span>{' '}
            <span className="quiet">{workspace.installation ? 'until you give one' : 'the workspace’s name'}</span>
          </>
        )}
      </Row>
      <Row label="HELP text">
        <span className="mono" style={{ whiteSpace: 'pre-wrap' }}>
          {help_preview}
        </span>{' '}
        <span className="quiet">{help_text ? uses(help_text) : 'worded by Handset'}</span>
      </Row>
      <Row label="Support contact">
        {support_contact ?? <span className="quiet">None yet: HELP names nobody to ask.</span>}
      </Row>
      <Row label="Titles in texts">
        {titles_in_texts ? 'On' : 'Off'}{' '}
        <span className="quiet">{!titles_in_texts && 'texts carry the identifier and the link only'}</span>
      </Row>
      <Row label="Longest alert">
        {alert_segments === 1 ? '1 segment' : `${alert_segments} segments`}{' '}
        <span className="quiet">longer ones are shortened, never their link</span>
      </Row>
      {provider && provider !== 'webhook' && (
        <Row label="Provider’s answer">
          {help_too && (help_text || support_contact) ? (
            'Our HELP text is sent as well'
          ) : (
            <span className="quiet">HELP is left to {providerInSentence[provider]}, which names no contact</span>
          )}
        </Row>
      )}
    </>
  )
}
