import { useMatchRoute } from '@tanstack/react-router'
import { NoPermission } from '../shell/screens.tsx'
import { useCan } from '../shell/session.ts'
import { Page } from '../ui/Page.tsx'
import { SplitScreen } from '../ui/SplitScreen.tsx'
import { EventList } from './EventList.tsx'
import { FilterBar } from './FilterBar.tsx'

/** What happened in the product, which triggers fitted, and who was told: a missing alert from a missing event. */
export function EventsScreen() {
  const mayRead = useCan('history.read')
  const opened = useMatchRoute()({ to: '/events/$id' })
  const id = opened ? opened.id : null
  if (!mayRead) return <NoPermission title="Events" thing="events" permission="history.read" />
  return (
    <SplitScreen openId={id}>
      {(onLeave) => (
        <Page
          title="Events"
          sentence="What your product told Handset of, which triggers fitted, and who was told. If an alert is missing and the event stands here, open it to see why."
          wide
        >
          <FilterBar />
          <EventList openId={id} onLeave={onLeave} />
        </Page>
      )}
    </SplitScreen>
  )
}
