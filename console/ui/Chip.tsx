import {
  IconAlertTriangle,
  IconCheck,
  IconCircle,
  IconClock,
  IconInfoCircle,
  IconMinus,
  IconPlayerPause,
  IconX,
} from '@tabler/icons-react'
import classes from './Chip.module.css'

export type Tone = 'neutral' | 'green' | 'amber' | 'red' | 'blue'

const icons = {
  check: IconCheck,
  warning: IconAlertTriangle,
  cross: IconX,
  dash: IconMinus,
  clock: IconClock,
  pause: IconPlayerPause,
  info: IconInfoCircle,
  circle: IconCircle,
} as const
export type ChipIcon = keyof typeof icons

const usual: Record<Tone, ChipIcon> = { neutral: 'dash', green: 'check', amber: 'warning', red: 'cross', blue: 'info' }

/** A status: an icon and a word, so that the colour alone never says it. */
export function Chip({ tone, icon, children, plain }: ChipProps) {
  return (
    <span className={classes.chip} data-tone={tone} data-plain={plain || undefined}>
      <ToneIcon tone={tone} icon={icon} />
      <span className={classes.word}>{children}</span>
    </span>
  )
}

export interface ChipProps {
  tone: Tone
  icon?: ChipIcon | undefined
  /** Without a background, for tables and lists. */
  plain?: boolean
  children: React.ReactNode
}

/** The icon alone, for lines whose words already tell. */
export function ToneIcon({ tone, icon, size = 14 }: { tone: Tone; icon?: ChipIcon | undefined; size?: number }) {
  const Icon = icons[icon ?? usual[tone]]
  return <Icon size={size} stroke={2} className={classes.icon} data-tone={tone} aria-hidden />
}
