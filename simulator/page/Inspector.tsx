import { Tabs } from '@mantine/core'
import type { SimMessageView } from '../wire.ts'
import { FaultsTab } from './FaultsTab.tsx'
import styles from './Inspector.module.css'
import type { Live } from './live.ts'
import { ReceiptsTab } from './ReceiptsTab.tsx'
import { TextTab } from './TextTab.tsx'

export interface InspectorProps {
  live: Live
  message: SimMessageView | null
  showsParts: boolean
  onShowParts: () => void
}

export function Inspector({ live, message, showsParts, onShowParts }: InspectorProps) {
  const nothing = <p className={`quiet ${styles.section}`}>Choose a text to look into it.</p>
  return (
    <Tabs defaultValue="text" className={styles.panel} keepMounted={false}>
      <Tabs.List style={{ position: 'sticky', top: 0, background: 'var(--page)', zIndex: 1, minHeight: 48 }}>
        <Tabs.Tab value="text">Text</Tabs.Tab>
        <Tabs.Tab value="receipts">Receipts{message?.receipts.length ? ` ${message.receipts.length}` : ''}</Tabs.Tab>
        <Tabs.Tab value="faults">
          Faults{live.state?.faults.active.length ? ` ${live.state.faults.active.length}` : ''}
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="text">
        {message && live.state ? (
          <TextTab message={message} state={live.state} showsParts={showsParts} onShowParts={onShowParts} />
        ) : (
          nothing
        )}
      </Tabs.Panel>
      <Tabs.Panel value="receipts">{message ? <ReceiptsTab message={message} /> : nothing}</Tabs.Panel>
      <Tabs.Panel value="faults">{live.state && <FaultsTab state={live.state} />}</Tabs.Panel>
    </Tabs>
  )
}
