import { useNavigate } from '@tanstack/react-router'
import type { SettingsOut } from '../api.ts'
import { useCan } from '../shell/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Row } from '../ui/Section.tsx'

/** After any change of credentials or sender, until a test has gone through. */
export function TestedRow({ settings }: { settings: SettingsOut }) {
  const navigate = useNavigate()
  const mayTest = useCan('sms.test')
  if (settings.tested_since_change || settings.state !== 'can_run') return null
  return (
    <Row
      label="Test"
      aside={
        mayTest && (
          <LinkButton onClick={() => void navigate({ to: '/settings/sms', hash: 'test' })}>Send test SMS</LinkButton>
        )
      }
    >
      <Chip tone="amber" plain>
        Not tested since this change
      </Chip>
    </Row>
  )
}
