import { useQuery } from '@tanstack/react-query'
import { NoPermission } from '../shell/screens.tsx'
import { useCan } from '../shell/session.ts'
import { Page } from '../ui/Page.tsx'
import { EmptyState, LoadError } from '../ui/states.tsx'
import { Time } from '../ui/Time.tsx'
import type { Statistics } from './api.ts'
import { Breakdown } from './Breakdown.tsx'
import { Causes, Skips } from './Causes.tsx'
import { ExportMenu } from './ExportMenu.tsx'
import { Figures } from './Figures.tsx'
import { FilterBar } from './FilterBar.tsx'
import { Latency } from './Latency.tsx'
import { OverTime } from './OverTime.tsx'
import { People } from './People.tsx'
import { statisticsQuery } from './queries.ts'
import { before, daysOf, MOST_DAYS, rangeWords } from './range.ts'
import classes from './Statistics.module.css'
import { useFilters } from './useFilters.ts'
import { countryName, eventTypeName, senderName } from './words.ts'

/** How much was sent, what became of it, how long it took and what it cost. */
export function StatisticsScreen() {
  const mayRead = useCan('history.read')
  if (!mayRead) return <NoPermission title="Statistics" thing="statistics" permission="history.read" />
  return <Report />
}

function Report() {
  const { asked, range, isFiltered } = useFilters()
  const isTooLong = daysOf(range) > MOST_DAYS
  const now = useQuery({ ...statisticsQuery(asked), enabled: !isTooLong })
  const isEmpty = now.data?.total.messages === 0 && !now.isPlaceholderData
  const hasAny = !isTooLong && !isEmpty
  return (
    <Page
      title="Statistics"
      sentence={<Sentence statistics={now.data} />}
      actions={hasAny && now.data && <ExportMenu />}
    >
      <FilterBar />
      {isTooLong && <EmptyState title="That is too long.">At most {MOST_DAYS} days are shown at once.</EmptyState>}
      {isEmpty && !isTooLong && (
        <EmptyState title={isFiltered ? 'Nothing matches.' : 'Nothing was sent in this time.'}>
          {isFiltered ? 'Clear the filters, or look at another time.' : 'Choose another time, or send a text.'}
        </EmptyState>
      )}
      {now.isError && !now.data && !isTooLong && <LoadError thing="statistics" retry={now.refetch} />}
      {hasAny && (now.data || now.isPending) && <Figured now={now.data} isStale={now.isPlaceholderData} />}
    </Page>
  )
}

function Figured({ now, isStale }: { now: Statistics | undefined; isStale: boolean }) {
  const { asked, range } = useFilters()
  const then = useQuery(statisticsQuery({ ...asked, ...before(range) }))
  return (
    <div className={classes.report} data-stale={isStale || undefined}>
      <Figures now={now?.total} then={then.data?.total} />
      <p className={classes.compared}>Changes are against {rangeWords(before(range))}.</p>
      <OverTime />
      <div className={classes.columns}>
        <Causes />
        <Skips />
        <Breakdown by="event_type" title="By event" name={eventTypeName} />
        <Breakdown by="country" title="By country" name={countryName} />
        <Latency latency={now?.latency} />
        <Breakdown by="sender" title="By sender" name={senderName} />
        <People />
      </div>
    </div>
  )
}

function Sentence({ statistics }: { statistics: Statistics | undefined }) {
  const { range, timeZone } = useFilters()
  return (
    <>
      {rangeWords(range)}, days in {timeZone.replaceAll('_', ' ')}.{' '}
      {statistics && (
        <>
          As of <Time at={statistics.as_of} />.
        </>
      )}
      {statistics?.counted_from && ' What was sent earlier is still being counted.'}
    </>
  )
}
