import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { AuditEntry } from '../api.ts'
import { NoPermission } from '../shell/screens.tsx'
import { useCan, useMe } from '../shell/session.ts'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Page } from '../ui/Page.tsx'
import { EmptyState, LoadError } from '../ui/states.tsx'
import { Older, WaitingLines } from '../ui/Table.tsx'
import classes from './AuditScreen.module.css'
import { ChainLine } from './ChainLine.tsx'
import { EntryDrawer } from './EntryDrawer.tsx'
import { EntryRows } from './EntryRows.tsx'
import { ExportMenu } from './ExportMenu.tsx'
import { FilterBar } from './FilterBar.tsx'
import { toQuery, useFilters, useOpenEntry } from './filter.ts'
import { chainQuery, entriesQuery } from './queries.ts'

/** Who changed what: of a workspace, or of the installation while one is in it. */
export function AuditScreen() {
  const mayRead = useCan('audit.read')
  return mayRead ? <Log /> : <NoPermission title="Audit log" thing="the audit log" permission="audit.read" />
}

function Log() {
  const { workspace } = useMe()
  const { filters } = useFilters()
  const filter = useMemo(() => toQuery(filters, Date.now()), [filters])
  const { openId, open, close } = useOpenEntry()
  const whose = workspace.installation ? 'the installation, its operators included' : 'this workspace'
  return (
    <Page
      title="Audit log"
      sentence={
        <>
          Who changed what in {whose}. Nobody can change or remove an entry.
          <ChainLine />
        </>
      }
      actions={<ExportMenu filter={filter} />}
    >
      <FilterBar />
      <Entries key={JSON.stringify(filter)} filter={filter} onOpen={({ id }) => open(id)} />
      <EntryDrawer id={openId} filter={filter} onClose={close} />
    </Page>
  )
}

interface EntriesProps {
  filter: ReturnType<typeof toQuery>
  onOpen: (entry: AuditEntry) => void
}

function Entries({ filter, onOpen }: EntriesProps) {
  const { isFiltered } = useFilters()
  const list = useInfiniteQuery(entriesQuery(filter))
  const items = list.data?.pages.flatMap((page) => page.items)
  const isEmpty = items?.length === 0
  return (
    <>
      {list.isPending && <WaitingLines />}
      {list.isError && !items && <LoadError thing="the audit log" retry={list.refetch} />}
      {isEmpty && list.hasNextPage && (
        <EmptyState title="Nothing fits among the latest entries.">Older ones may: look further back.</EmptyState>
      )}
      {isEmpty && !list.hasNextPage && isFiltered && (
        <EmptyState title="No entry fits these filters.">Others may: clear them above.</EmptyState>
      )}
      {isEmpty && !list.hasNextPage && !isFiltered && (
        <EmptyState title="Nothing is recorded yet.">
          Every change of settings, roles, keys and opt-outs will stand here, and every number that is looked at.
        </EmptyState>
      )}
      {!isFiltered && items && <Newer shown={items} show={() => void list.refetch()} />}
      {items && items.length > 0 && <EntryRows entries={items} onOpen={onOpen} />}
      <Older list={list} />
    </>
  )
}

/** What was done since the list was read; it does not move by itself from under the eyes. */
function Newer({ shown, show }: { shown: AuditEntry[]; show: () => void }) {
  const head = useQuery(chainQuery).data?.head?.seq ?? 0
  // What was not chained yet when the list was read has its number by now, and is shown already.
  const waiting = shown.filter((entry) => entry.seq === null).length
  const newest = shown.reduce((most, { seq }) => Math.max(most, seq ?? 0), 0) + waiting
  if (head <= newest) return null
  return (
    <p className={classes.newer} role="status">
      <LinkButton onClick={show}>
        Show {head - newest === 1 ? 'the newer entry' : `${(head - newest).toLocaleString('en')} newer entries`}
      </LinkButton>
    </p>
  )
}
