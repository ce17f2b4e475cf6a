import { ActionIcon, Button, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { IconMoon, IconSun } from '@tabler/icons-react'
import { useState } from 'react'
import { clearFaults } from './api.ts'
import { ConnectDialog } from './ConnectDialog.tsx'
import styles from './Header.module.css'
import type { Live } from './live.ts'

export function Header({ live, isBehind }: { live: Live; isBehind: boolean }) {
  const [isConnecting, setConnecting] = useState(false)
  return (
    <header className={styles.header} data-behind={isBehind || undefined}>
      <h1 className={styles.title}>
        Simulator{' '}
        <span>
          <i>· </i>no text leaves this machine
        </span>
      </h1>
      <Counts live={live} />
      <div className={styles.buttons}>
        <SchemeButton />
        <Button onClick={() => setConnecting(true)} disabled={!live.state}>
          Connect
        </Button>
      </div>
      {live.state && <ConnectDialog state={live.state} isOpen={isConnecting} onClose={() => setConnecting(false)} />}
    </header>
  )
}

function Counts({ live }: { live: Live }) {
  if (!live.state) return <div className={styles.counts} />
  const { accepted, doubles, faults } = live.state
  const active = faults.active.length
  return (
    <div className={styles.counts} role="status">
      <span>Accepted {accepted}</span>·
      <Tooltip label="The same text, number, account and callback address, accepted more than once">
        <span className={doubles > 0 ? styles.warn : undefined}>doubles {doubles}</span>
      </Tooltip>
      ·
      {active === 0 && faults.hits === 0 ? (
        <span>faults off</span>
      ) : (
        <>
          <span className={styles.warn}>
            {active} {active === 1 ? 'fault' : 'faults'} active · {faults.hits} hit
          </span>
          <Button size="compact-xs" onClick={() => void clearFaults()}>
            Clear
          </Button>
        </>
      )}
    </div>
  )
}

function SchemeButton() {
  const { setColorScheme } = useMantineColorScheme()
  const isDark = useComputedColorScheme('light') === 'dark'
  const label = isDark ? 'Light' : 'Dark'
  return (
    <Tooltip label={label}>
      <ActionIcon size="var(--control)" aria-label={label} onClick={() => setColorScheme(isDark ? 'light' : 'dark')}>
        {isDark ? <IconSun size={17} /> : <IconMoon size={17} />}
      </ActionIcon>
    </Tooltip>
  )
}
