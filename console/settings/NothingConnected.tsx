import { Button } from '@mantine/core'
import type { SettingsOut } from '../api.ts'
import { useCan, useMe } from '../shell/session.ts'
import { EmptyState } from '../ui/states.tsx'
import { useEditing } from './editing.tsx'

/** Message 1: before any provider is connected. */
export function NothingConnected({ settings }: { settings: SettingsOut }) {
  const editing = useEditing()
  const mayConfigure = useCan('sms.configure')
  const { workspace } = useMe()
  return (
    <EmptyState
      title="No provider connected."
      actions={
        mayConfigure && (
          <>
            <Button onClick={() => editing.edit('account', 'twilio')}>Connect Twilio</Button>
            <Button variant="default" onClick={() => editing.edit('account', 'webhook')}>
              Use an HTTP webhook
            </Button>
            {settings.simulator.offered && (
              <Button variant="default" onClick={() => editing.edit('account', 'simulator')}>
                Try with the simulator
              </Button>
            )}
          </>
        )
      }
    >
      {workspace.installation
        ? 'Workspaces without one of their own cannot send until there is one. What you connect here is used by all of them from the moment it is saved. '
        : 'Until then nobody gets texts: alerts go by email and inbox, codes by email. '}
      You need a Twilio account with a number that can send SMS, or an endpoint of your own.
    </EmptyState>
  )
}
