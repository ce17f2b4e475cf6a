import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Counts as CountsOut } from '../api.ts'
import { Bar } from '../ui/states.tsx'
import classes from './Counts.module.css'
import { useFilters, useListFilter } from './filter.ts'
import { GROUPS } from './filters.ts'
import { countsQuery } from './queries.ts'

const names = { all: 'All', pending: 'Pending', sent: 'Sent', failed: 'Failed', skipped: 'Skipped' } as const

/** How many of each outcome there are under the other filters; each leads to its own. */
export function Counts() {
  const { filters } = useFilters()
  const counts = useQuery(countsQuery(useListFilter(filters, true)))
  return (
    <nav className={classes.counts} aria-label="By outcome">
      {(['all', ...GROUPS] as const).map((group) => {
        const status = group === 'all' ? undefined : group
        return (
          <Link
            key={group}
            to="/history"
            search={{ ...filters, status }}
            className={classes.count}
            activeOptions={{ explicitUndefined: true }}
          >
            {names[group]}{' '}
            <span className={classes.number}>
              {counts.data ? shown(counts.data[group]) : counts.isPending ? <Bar width={16} /> : ''}
            </span>
          </Link>
        )
      })}
    </nav>
  )
}

function shown({ count, more }: CountsOut['all']): string {
  return `${count.toLocaleString('en')}${more ? '+' : ''}`
}
