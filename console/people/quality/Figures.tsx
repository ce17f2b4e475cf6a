import { IconChevronRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { PhoneQuality } from '../../api.ts'
import { Section } from '../../ui/Section.tsx'
import { Bar } from '../../ui/states.tsx'
import classes from './Figures.module.css'
import { DOUBTFUL, KEPT_AWAY, type QualityKind } from './kinds.ts'

interface FiguresProps {
  /** Null until they were counted. */
  figures: PhoneQuality['figures']
  chosen: QualityKind | undefined
}

/** How many are of each kind; one is chosen by its row. */
export function Figures({ figures, chosen }: FiguresProps) {
  const rows = (kinds: typeof KEPT_AWAY) => (
    <ul className={classes.rows}>
      {kinds.map((one) => (
        <li key={one.kind}>
          <Link
            to="/people/phone-quality"
            search={{ kind: one.kind }}
            state={(before) => before}
            replace
            resetScroll={false}
            className={classes.row}
            aria-current={one.kind === chosen ? 'true' : undefined}
            data-none={figures?.[one.kind] === 0 || undefined}
          >
            <span className={classes.title}>{one.title}</span>
            <span className={classes.about}>{one.about}</span>
            <span className={classes.count}>
              {figures ? figures[one.kind].toLocaleString('en') : <Bar width={32} />}
            </span>
            <IconChevronRight size={16} stroke={1.75} className={classes.open} aria-hidden />
          </Link>
        </li>
      ))}
    </ul>
  )
  return (
    <div className={classes.figures}>
      <Section title="Whom texts do not reach" purpose="Each person who is active is counted once.">
        {rows(KEPT_AWAY)}
      </Section>
      <Section title="Worth a look" purpose="Texts may arrive all the same.">
        {rows(DOUBTFUL)}
      </Section>
    </div>
  )
}
