import { Link } from '@tanstack/react-router'
import type { Starting } from './starting.ts'
import classes from './TriggersScreen.module.css'

export function StartingTriggers({ offers }: { offers: Starting[] }) {
  return (
    <ul className={classes.list}>
      {offers.map(({ key, about, input }) => (
        <li key={key} className={classes.offer}>
          <div className={classes.what}>
            <span className={classes.name}>{input.name}</span>
            <span className={classes.about}>{about}</span>
          </div>
          <Link
            to="/settings/triggers/new"
            search={{ from: key }}
            className={classes.use}
            aria-label={`Set up ${input.name}`}
          >
            Set up
          </Link>
        </li>
      ))}
    </ul>
  )
}
