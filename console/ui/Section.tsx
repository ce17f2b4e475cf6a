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
  const below = closes && !open ? (summary ?? purpose) : purpose
  return (
    <section id={id} className={classes.section} data-folds={closes || undefined} aria-labelledby={heading}>
      <div className={classes.head}>
        {closes ? (
          <h2 className={classes.whole}>
            <button type="button" className={classes.toggle} aria-expanded={open} onClick={onToggle}>
              <span className={classes.words}>
                <span className={classes.title} id={heading}>
                  {title}
                </span>
                {below && <span className={classes.purpose}>{below}</span>}
              </span>
              <IconChevronDown size={18} stroke={1.75} aria-hidden className={classes.chevron} data-open={open} />
            </button>
          </h2>
        ) : (
          <>
            <div className={classes.words}>
              <h2 className={classes.title} id={heading}>
                {title}
              </h2>
              {below && <span className={classes.purpose}>{below}</span>}
            </div>
            {action && <span className={classes.action}>{action}</span>}
          </>
        )}
      </div>
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
