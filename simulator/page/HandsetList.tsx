import { Button, TextInput } from '@mantine/core'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import type { SimHandsetView } from '../wire.ts'
import { AddHandset } from './AddHandset.tsx'
import styles from './HandsetList.module.css'
import type { Live } from './live.ts'
import { Moment } from './Moment.tsx'
import { NoTexts } from './NoTexts.tsx'
import { useIsNarrow } from './narrow.ts'
import { isUnread, useSeen } from './seen.ts'
import { formatPhone, peculiarity } from './words.ts'

/** More than this is a load test: the rest is found by typing. */
const SHOWN = 100

export function HandsetList({ live, opened }: { live: Live; opened: string | null }) {
  const [isAdding, setAdding] = useState(false)
  const [wanted, setWanted] = useState('')
  const seen = useSeen()
  const isNarrow = useIsNarrow()
  const found = live.handsets.filter((handset) => matches(handset, wanted))
  return (
    <>
      <div className={styles.tools}>
        <Button leftSection={<IconPlus size={15} />} onClick={() => setAdding(true)}>
          number
        </Button>
        {live.handsets.length > 8 && (
          <TextInput
            flex={1}
            size="sm"
            aria-label="Find a handset"
            placeholder="Find"
            leftSection={<IconSearch size={15} />}
            value={wanted}
            onChange={(event) => setWanted(event.currentTarget.value)}
          />
        )}
      </div>
      <ul className={styles.list}>
        {found.slice(0, SHOWN).map((handset) => (
          <li key={handset.number}>
            <Row handset={handset} isOpen={handset.number === opened} isUnread={isUnread(handset, seen)} />
          </li>
        ))}
        {found.length > SHOWN && (
          <li className={`quiet ${styles.note}`}>{found.length - SHOWN} more: type a part of the number.</li>
        )}
        {isNarrow && live.handsets.length === 0 && (
          <li>
            <NoTexts live={live} />
          </li>
        )}
        {live.handsets.length > 0 && found.length === 0 && <li className={`quiet ${styles.note}`}>Nothing matches.</li>}
      </ul>
      <AddHandset isOpen={isAdding} onClose={() => setAdding(false)} />
    </>
  )
}

function Row({ handset, isOpen, isUnread }: { handset: SimHandsetView; isOpen: boolean; isUnread: boolean }) {
  const peculiar = peculiarity(handset)
  return (
    <a
      className={styles.row}
      href={`#${encodeURIComponent(handset.number)}`}
      aria-current={isOpen || undefined}
      data-unread={isUnread || undefined}
    >
      <span>
        {isUnread && <span className={styles.dot} role="img" aria-label="Unread" style={{ display: 'block' }} />}
      </span>
      <span className={styles.name}>{handset.name || formatPhone(handset.number)}</span>
      <span className="quiet">{handset.last_text !== null && <Moment at={handset.last_at} />}</span>
      <span className={`quiet ${styles.under}`}>{peculiar ?? handset.last_text ?? 'no texts yet'}</span>
    </a>
  )
}

function matches(handset: SimHandsetView, wanted: string): boolean {
  const text = `${handset.name} ${handset.number} ${formatPhone(handset.number)}`.toLowerCase()
  return text.includes(wanted.trim().toLowerCase())
}
