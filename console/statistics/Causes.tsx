import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Section } from '../ui/Section.tsx'
import { LoadError } from '../ui/states.tsx'
import { WaitingLines } from '../ui/Table.tsx'
import type { Statistics } from './api.ts'
import { historySearch } from './history-search.ts'
import { statisticsQuery } from './queries.ts'
import classes from './Statistics.module.css'
import { useFilters } from './useFilters.ts'
import { count, percent, skipName } from './words.ts'

const MOST = 6

/** Why messages failed: what it was, how many, and what to do about it. */
export function Causes() {
  const { asked, filters } = useFilters()
  const causes = useQuery(statisticsQuery({ ...asked, group_by: 'failure' }))
  const total = causes.data?.total
  return (
    <Section
      title="Why messages failed"
      purpose={total && total.failed > 0 && `${count(total.failed)}, ${percent(total.failure_rate)} of all that went.`}
    >
      {causes.isError && !causes.data && <LoadError thing="the causes" retry={causes.refetch} />}
      {causes.isPending && <WaitingLines />}
      {total?.failed === 0 && <p className="quiet">Nothing failed in this time.</p>}
      <ol className={classes.causes}>
        {causes.data?.groups.slice(0, MOST).map((group) => (
          <CauseRow key={group.key} group={group} of={causes.data.total.failed}>
            <Link to="/history" search={historySearch(filters, { status: 'failed', error: group.cause!.code })}>
              {group.cause!.title}
              {group.cause!.code !== null && <span className={classes.code}> {group.cause!.code}</span>}
            </Link>
          </CauseRow>
        ))}
      </ol>
    </Section>
  )
}

/** What was never meant to go, and by which rule. */
export function Skips() {
  const { asked, filters } = useFilters()
  const skips = useQuery(statisticsQuery({ ...asked, group_by: 'skip_reason' }))
  const all = skips.data?.groups.reduce((sum, { messages }) => sum + messages, 0) ?? 0
  return (
    <Section title="Not sent on purpose" purpose={all > 0 && `${count(all)} were skipped or cancelled.`}>
      {skips.isError && !skips.data && <LoadError thing="the reasons" retry={skips.refetch} />}
      {skips.isPending && <WaitingLines />}
      {skips.data && all === 0 && <p className="quiet">Nothing was skipped in this time.</p>}
      <ol className={classes.causes}>
        {skips.data?.groups.slice(0, MOST).map((group) => (
          <CauseRow key={group.key} group={group} of={all}>
            <Link
              to="/history"
              search={historySearch(
                filters,
                group.key === 'cancelled' ? { status: 'cancelled' } : { status: 'skipped', skip_reason: group.key! },
              )}
            >
              {skipName(group.key!)}
            </Link>
          </CauseRow>
        ))}
      </ol>
    </Section>
  )
}

interface CauseRowProps {
  group: Statistics['groups'][number]
  of: number
  children: React.ReactNode
}

function CauseRow({ group: { messages, cause }, of, children }: CauseRowProps) {
  const share = of === 0 ? 0 : messages / of
  return (
    <li>
      <div className={classes.causeHead}>
        <span>{children}</span>
        <span>
          <strong>{count(messages)}</strong> <span className={classes.share}>{percent(share)}</span>
        </span>
      </div>
      <div className={classes.track} aria-hidden>
        <div style={{ width: `${share * 100}%` }} />
      </div>
      {cause && (
        <p className={classes.remedy}>
          {cause.cause} {cause.remedy}
        </p>
      )}
    </li>
  )
}
