import type { SettingsOut } from '../api.ts'
import { useCan } from '../shell/session.ts'
import { Row, Section } from '../ui/Section.tsx'
import { Bar } from '../ui/states.tsx'
import { AccountSection } from './AccountSection.tsx'
import { ChangesSection } from './ChangesSection.tsx'
import { CountriesSection } from './CountriesSection.tsx'
import { Disconnect } from './Disconnect.tsx'
import { useEditing } from './editing.tsx'
import { TestButton } from './Head.tsx'
import { InheritedSections, ownPart } from './InheritedSections.tsx'
import { NameSection } from './NameSection.tsx'
import { OwnSettingsRule } from './OwnSettingsRule.tsx'
import { ProviderSection } from './ProviderSection.tsx'
import { ReceiptsSection } from './ReceiptsSection.tsx'
import { RedirectSection } from './RedirectSection.tsx'
import { SenderSection } from './SenderSection.tsx'
import { WebhookReplies } from './WebhookReplies.tsx'
import { WebhookSection } from './WebhookSection.tsx'

/** The sections in the order in which they are filled in. */
export function Sections({ settings }: { settings: SettingsOut }) {
  const { draft } = useEditing()
  const mayConfigure = useCan('sms.configure')
  const isConnected = settings.provider !== null
  return (
    <>
      {settings.inherited && draft === null ? (
        <InheritedSections settings={settings} />
      ) : (
        <ConnectionSections settings={ownPart(settings)} />
      )}
      {settings.provider === 'webhook' && !settings.inherited && (draft === null || draft === 'webhook') && (
        <WebhookReplies />
      )}
      {isConnected && settings.provider !== 'webhook' && draft !== 'webhook' && <ReceiptsSection settings={settings} />}
      {isConnected ? (
        <>
          <NameSection settings={settings} />
          <CountriesSection settings={settings} />
          <RedirectSection settings={settings} />
          <ChangesSection />
          <OwnSettingsRule />
          <TestButton settings={settings} wide />
          {mayConfigure && !settings.inherited && <Disconnect settings={settings} />}
        </>
      ) : (
        <Section title="Receipts and replies, name and help, countries, test redirect">
          <p className="quiet">These follow once a provider is connected.</p>
        </Section>
      )}
    </>
  )
}

function ConnectionSections({ settings }: { settings: SettingsOut }) {
  const { draft } = useEditing()
  const isWebhook = (draft ?? settings.provider) === 'webhook'
  return (
    <>
      <ProviderSection settings={settings} />
      {isWebhook ? (
        <WebhookSection settings={settings} />
      ) : (
        <>
          <AccountSection settings={settings} />
          <SenderSection settings={settings} />
        </>
      )}
    </>
  )
}

/** The frame and the labels stand at once; the values follow. */
export function WaitingSections() {
  return (
    <div>
      {[
        ['Provider', ['Provider']],
        ['Twilio account', ['Account SID', 'Signs in with', 'Auth Token']],
        ['Sender', ['Sender', 'Organization number']],
        ['Receipts and replies', ['Public address', 'Receipts', 'Replies']],
      ].map(([title, labels]) => (
        <Section key={String(title)} title={String(title)}>
          {(labels as string[]).map((label) => (
            <Row key={label} label={label}>
              <Bar width={160} />
            </Row>
          ))}
        </Section>
      ))}
    </div>
  )
}
