import type { Health } from '../api.ts'
import { ToneIcon } from '../ui/Chip.tsx'
import { Section } from '../ui/Section.tsx'
import { Bar } from '../ui/states.tsx'
import classes from './HealthScreen.module.css'

type Check = Health['checks'][number]

const WORDS: Record<Check['name'], string> = {
  database: 'The database answers',
  migrations: 'All migrations are done',
  key: 'The installation’s key fits',
  sending: 'Texts that are due are handed over',
}
const NAMES = Object.keys(WORDS) as Check['name'][]

export function StateSection({ health }: { health: Health | undefined }) {
  return (
    <Section title="State" purpose="What /readyz tells as well. The first three make it ready, the last one sending.">
      <ul className={classes.checks} aria-busy={!health}>
        {NAMES.map((name) => (
          <Line key={name} name={name} check={health?.checks.find((one) => one.name === name)} />
        ))}
      </ul>
    </Section>
  )
}

function Line({ name, check }: { name: Check['name']; check: Check | undefined }) {
  if (!check) {
    return (
      <li className={classes.check}>
        {WORDS[name]} <Bar width={64} />
      </li>
    )
  }
  return (
    <li className={classes.check}>
      <ToneIcon tone={check.ok ? 'green' : 'red'} size={15} />
      <span>
        <span className="visually-hidden">{check.ok ? 'Yes:' : 'No:'}</span> {WORDS[name]}{' '}
        {check.reason && <span className="quiet">{check.reason}</span>}
      </span>
    </li>
  )
}
