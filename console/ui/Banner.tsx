import classes from './Banner.module.css'
import { type Tone, ToneIcon } from './Chip.tsx'

export interface BannerProps {
  tone: Exclude<Tone, 'neutral'>
  /** What happened. */
  title: React.ReactNode
  /** What it means for texts now, and the most likely cause. */
  children?: React.ReactNode
  /** The one thing to do. */
  action?: React.ReactNode
  /** Said aloud at once: for what happens after the reader did something. */
  urgent?: boolean
}

/** A message of trouble: what happened, what it means, why, and what to do. */
export function Banner({ tone, title, children, action, urgent }: BannerProps) {
  return (
    <div className={classes.banner} data-tone={tone} role={urgent ? 'alert' : 'status'}>
      <span className={classes.icon}>
        <ToneIcon tone={tone} size={16} />
      </span>
      <div className={classes.text}>
        <strong className={classes.title}>{title}</strong> {children}
      </div>
      {action && <div className={classes.action}>{action}</div>}
    </div>
  )
}
