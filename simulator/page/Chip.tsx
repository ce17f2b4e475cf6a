import { IconAlertTriangle, IconCheck, IconCircleDashed, IconInfoCircle, IconX } from '@tabler/icons-react'
import styles from './Chip.module.css'
import type { Tone } from './words.ts'

const ICONS = {
  neutral: IconCircleDashed,
  green: IconCheck,
  amber: IconAlertTriangle,
  red: IconX,
  blue: IconInfoCircle,
} as const

/** Icon and word: a colour never says it alone. */
export function Chip({ tone, word }: { tone: Tone; word: string }) {
  const Icon = ICONS[tone]
  return (
    <span className={styles.chip} data-tone={tone} title={word}>
      <Icon size={13} aria-hidden />
      <span>{word}</span>
    </span>
  )
}
