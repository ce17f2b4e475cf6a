import type { SettingsOut } from '../api.ts'
import { shownNumber } from '../texts/shown-number.ts'
import { ShortId } from '../ui/Copy.tsx'
import { Row } from '../ui/Section.tsx'
import { senderKinds, senderValue, senderWords } from './words.ts'

export function SenderRows({ settings: { sender, organization_number } }: { settings: SettingsOut }) {
  return (
    <>
      <Row label="Sender">
        {sender ? (
          <>
            {senderWords(sender)}{' '}
            <span className="quiet">
              {[senderKinds[sender.kind], sender.country].filter(Boolean).join(' · ')}
              {sender.kind === 'messaging_service' && sender.name && ' · '}
            </span>
            {sender.kind === 'messaging_service' && <ShortId id={senderValue(sender)} label="Messaging Service SID" />}
          </>
        ) : (
          <span className="quiet">None chosen. Drafts only.</span>
        )}
      </Row>
      <Row label="Organization number">
        {organization_number ? shownNumber(organization_number) : <span className="quiet">same as sender</span>}
      </Row>
    </>
  )
}
