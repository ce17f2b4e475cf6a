import { Collapse } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SettingsOut } from '../api.ts'
import { Chip } from '../ui/Chip.tsx'
import { Code } from '../ui/Copy.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Row } from '../ui/Section.tsx'
import { Bar } from '../ui/states.tsx'
import { firstSentence } from './first-sentence.ts'
import { readinessQuery } from './queries.ts'
import { RepliesRows } from './RepliesRows.tsx'
import { checkTones } from './readiness-words.ts'
import { SettingsSection } from './SettingsSection.tsx'
import { providerInSentence } from './words.ts'

/**
 * Section 4: how results and answers come back. For receipts nothing is to be set at the provider, since the address travels
 * with each text; for replies the number or service has to name Handset.
 */
export function ReceiptsSection({ settings }: { settings: SettingsOut }) {
  const readiness = useQuery(readinessQuery)
  const [details, setDetails] = useState(false)
  const check = readiness.data?.checks.find((one) => one.id === 'receipts')
  const replies = readiness.data?.checks.find((one) => one.id === 'replies')
  const provider = settings.provider ? providerInSentence[settings.provider] : 'the provider'
  return (
    <SettingsSection
      id="receipts"
      title="Receipts and replies"
      purpose="What became of each text, and what people answer."
      summary={replies?.status === 'fail' ? firstSentence(replies.reason)[0] : check?.reason}
    >
      <Row label="Public address">
        {settings.public_url ? (
          <>
            <span className="mono">{settings.public_url}</span> <span className="quiet">set by the operator</span>
          </>
        ) : (
          <span className="quiet">none</span>
        )}
      </Row>
      <Row
        label="Receipts"
        aside={
          <LinkButton aria-expanded={details} onClick={() => setDetails(!details)}>
            Details
          </LinkButton>
        }
      >
        {readiness.isPending && <Bar width={180} />}
        {check && (
          <Chip tone={checkTones[check.status]} plain>
            {check.reason}
          </Chip>
        )}
      </Row>
      <Collapse expanded={details} transitionDuration={120}>
        <div className="quiet" style={{ paddingTop: 4 }}>
          {settings.receipts_url ? (
            <>
              <p style={{ paddingBottom: 8 }}>
                Nothing is to be set at {provider}: the address travels with each text. It must be reachable from
                outside, and a proxy in front must pass on path and query unchanged, or signatures do not fit.
              </p>
              <Code text={settings.receipts_url} label="receipts address" wraps />
            </>
          ) : (
            `Handset has no public address, so it asks ${provider} every minute. Results arrive up to a minute late.`
          )}
        </div>
      </Collapse>
      <RepliesRows settings={settings} />
    </SettingsSection>
  )
}
