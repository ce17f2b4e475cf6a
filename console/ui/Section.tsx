import { Collapse } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useId } from 'react'
import classes from './Section.module.css'
import { useIsPhone } from './useIsPhone.ts'

export interface SectionProps {
  id?: string
  title: string
  /** One line: what this is for. */
  purpose?: React.ReactNode
  /** On a phone a closed section shows its title and this. */
  summary?: React.ReactNode
  action?: React.ReactNode
  /** Only on a phone: on a wide screen sections are always open. */
  open?: boolean
  onToggle?: () => void
  children: React.ReactNode
}

/** Heading, one line of purpose, a hairline, rows. */
export function Section({ id, title, purpose, summary, action, open = true, onToggle, children }: SectionProps) {
  const closes = useIsPhone() && onToggle !== undefined
  const heading = useId()
  const head = (
    <span className={classes.words}>
      <span className={classes.title} id={heading}>
        {title}
      </span>
      {closes && !open ? (
        <span className={classes.purpose}>{summary ?? purpose}</span>
      ) : (
        purpose && <span className={classes.purpose}>{purpose}</span>
      )}
    </span>
  )
  return (
    <section id={id} className={classes.section} aria-labelledby={heading}>
      <h2 className={classes.head}>
        {closes ? (
          <button type="button" className={classes.toggle} aria-expanded={open} onClick={onToggle}>
            {head}
            <IconChevronDown size={18} stroke={1.75} aria-hidden className={classes.chevron} data-open={open} />
          </button>
        ) : (
          <>
            {head}
            {action && <span className={classes.action}>{action}</span>}
          </>
        )}
      </h2>
      <Collapse expanded={!closes || open} transitionDuration={120}>
        <div className={classes.rows}>{children}</div>
        {closes && action && <div className={classes.below}>{action}</div>}
      </Collapse>
    </section>
  )
}

/** A label and its value. */
export function Row({ label, children, aside }: { label: string; children: React.ReactNode; aside?: React.ReactNode }) {
  return (
    <div className={classes.row}>
      <div className={classes.label}>{label}</div>
      <div className={classes.value}>{children}</div>
      {aside && <div className={classes.aside}>{aside}</div>}
    </div>
  )
}
