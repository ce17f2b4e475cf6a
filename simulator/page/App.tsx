import { Drawer } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import styles from './App.module.css'
import { HandsetList } from './HandsetList.tsx'
import { Header } from './Header.tsx'
import { Inspector } from './Inspector.tsx'
import { openHandset, useLive } from './live.ts'
import { NoTexts } from './NoTexts.tsx'
import { useIsNarrow } from './narrow.ts'
import { PhonePane } from './PhonePane.tsx'
import { markSeen } from './seen.ts'

/** Three panes; two and a drawer where there is less room; one at a time on a phone. */
export function App() {
  const live = useLive()
  const [isInspecting, setInspecting] = useState(false)
  const [inspected, setInspected] = useState<string | null>(null)
  const [showsParts, setShowsParts] = useState(false)
  const isNarrow = useIsNarrow()
  const hasThreePanes = useMediaQuery('(min-width: 1081px)', true, { getInitialValueInEffect: false })
  const opened = useAddress()

  useEffect(() => {
    setInspected(null)
    setInspecting(false)
    void openHandset(opened)
  }, [opened])

  const handset = live.handsets.find((candidate) => candidate.number === opened) ?? null
  useEffect(() => {
    if (handset) markSeen(handset)
  }, [handset])

  const message = live.messages.find((candidate) => candidate.sid === inspected) ?? live.messages.at(-1) ?? null
  const inspect = (sid: string) => {
    setInspected(sid)
    if (!hasThreePanes) setInspecting(true)
  }
  const showParts = () => {
    setShowsParts(!showsParts)
    // The parts are drawn in the bubble, which a drawer hides.
    if (!hasThreePanes) setInspecting(showsParts)
  }
  const inspector = <Inspector live={live} message={message} showsParts={showsParts} onShowParts={showParts} />

  return (
    <div className={styles.app}>
      <Header live={live} isBehind={handset !== null} />
      {live.status === 'stopped' && (
        <div className={styles.stopped} role="alert">
          Simulator stopped answering. Start it with <code className="mono">npm run simulator</code>.
        </div>
      )}
      <main className={styles.panes} style={{ gridRow: 3 }}>
        {!(isNarrow && handset) && (
          <section className={styles.pane} aria-label="Handsets">
            <HandsetList live={live} opened={opened} />
          </section>
        )}
        {(!isNarrow || handset) && (
          <section className={styles.pane} aria-label="Phone">
            {handset ? (
              <PhonePane
                key={handset.number}
                handset={handset}
                messages={live.messages}
                inspected={message?.sid ?? null}
                showsParts={showsParts}
                onInspect={inspect}
              />
            ) : (
              <NoTexts live={live} />
            )}
          </section>
        )}
        {hasThreePanes && (
          <section className={styles.pane} aria-label="Inspector">
            {inspector}
          </section>
        )}
      </main>
      {!hasThreePanes && (
        <Drawer
          opened={isInspecting}
          onClose={() => setInspecting(false)}
          position={isNarrow ? 'bottom' : 'right'}
          size={isNarrow ? '80%' : 400}
          title="Inspector"
          padding={0}
          styles={{ header: { padding: '8px 16px', minHeight: 48 } }}
        >
          {inspector}
        </Drawer>
      )}
    </div>
  )
}

/** The open handset stands in the address, so that Back and a reload do what one expects. */
function useAddress(): string | null {
  const [hash, setHash] = useState(location.hash)
  useEffect(() => {
    const read = () => setHash(location.hash)
    addEventListener('hashchange', read)
    return () => removeEventListener('hashchange', read)
  }, [])
  return hash.length > 1 ? decodeURIComponent(hash.slice(1)) : null
}
