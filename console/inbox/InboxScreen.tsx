import { Button, SegmentedControl } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useCan, useMe } from '../shell/session.ts'
import { Page } from '../ui/Page.tsx'
import { EmptyState, LoadError } from '../ui/states.tsx'
import { Older, WaitingLines } from '../ui/Table.tsx'
import { useIsPhone } from '../ui/useIsPhone.ts'
import type { InboxFilter, InboxItem } from './api.ts'
import { FILTERS } from './filters.ts'
import classes from './Inbox.module.css'
import { InboxRows } from './InboxRows.tsx'
import { inboxQuery, unreadQuery } from './queries.ts'
import { useChanges } from './useChanges.tsx'
import { useInboxKeys } from './useInboxKeys.ts'

const route = getRouteApi('/signed-in/inbox')
const KEYS = ' J and K move, Enter opens, E archives.'

/** What came for whoever is signed in. */
export function InboxScreen() {
  const { filter = 'all' } = route.useSearch()
  const navigate = useNavigate()
  const unread = useQuery(unreadQuery).data
  const list = useInfiniteQuery(inboxQuery(filter))
  const changes = useChanges()
  const newest = list.data?.pages[0]?.items[0]
  const isPhone = useIsPhone()
  const isNobody = unread?.person_id === null
  return (
    <Page
      title="Inbox"
      sentence={!isNobody && `What you are told of in Handset.${isPhone ? '' : KEYS}`}
      actions={
        newest &&
        filter !== 'archived' &&
        (unread?.unread ?? 0) > 0 && (
          <Button variant="default" onClick={() => void changes.readAll(newest.id)}>
            Mark all as read
          </Button>
        )
      }
    >
      {isNobody ? (
        <Nobody />
      ) : (
        <>
          <SegmentedControl
            className={classes.filter!}
            aria-label="Which"
            data={[...FILTERS]}
            value={filter}
            onChange={(picked) =>
              void navigate({ to: '/inbox', search: picked === 'all' ? {} : { filter: picked as InboxFilter } })
            }
          />
          {list.isPending && <WaitingLines />}
          {list.isError && !list.data && <LoadError thing="your inbox" retry={list.refetch} />}
          {list.data && <List key={filter} filter={filter} items={list.data.pages.flatMap(({ items }) => items)} />}
          {list.isFetchNextPageError ? (
            <LoadError thing="older entries" retry={list.fetchNextPage} />
          ) : (
            <Older list={list} />
          )}
        </>
      )}
    </Page>
  )
}

function List({ items, filter }: { items: InboxItem[]; filter: InboxFilter }) {
  const { change, archive } = useChanges()
  const atId = useInboxKeys({ items, change, archive })
  if (items.length === 0) return <Empty filter={filter} />
  return <InboxRows items={items} atId={atId} change={change} archive={archive} />
}

const EMPTY: Record<InboxFilter, string> = {
  all: 'Nothing here.',
  unread: 'Everything is read.',
  archived: 'Nothing is archived.',
}

function Empty({ filter }: { filter: InboxFilter }) {
  if (filter !== 'all') return <EmptyState title={EMPTY[filter]} />
  return (
    <EmptyState
      title={EMPTY.all}
      actions={
        <Button variant="default" component={Link} to="/profile/preferences">
          Choose what comes here
        </Button>
      }
    >
      What you are told of comes here by itself.
    </EmptyState>
  )
}

/** Alerts go to people, and the member is none of them yet. */
function Nobody() {
  const { user } = useMe()
  const mayAdd = useCan('people.write')
  return (
    <EmptyState
      title="Nobody in People is you."
      actions={
        <>
          {mayAdd && (
            <Button variant="default" component={Link} to="/people">
              Open People
            </Button>
          )}
          <Button variant="default" component={Link} to="/profile/preferences">
            Choose preferences
          </Button>
        </>
      }
    >
      Alerts go to people, so nothing can come here yet. {mayAdd ? 'Add yourself' : 'Ask an administrator to add you'}{' '}
      with the address you sign in with
      {user?.email && `, ${user.email}`}, or choose your preferences: that adds you too.
    </EmptyState>
  )
}
