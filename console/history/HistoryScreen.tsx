import { Outlet, useMatchRoute } from '@tanstack/react-router'
import { RedirectBanner } from '../shell/RedirectBanner.tsx'
import { NoPermission } from '../shell/screens.tsx'
import { useCan } from '../shell/session.ts'
import { Page } from '../ui/Page.tsx'
import { useIsPhone } from '../ui/useIsPhone.ts'
import { Counts } from './Counts.tsx'
import { FilterBar } from './FilterBar.tsx'
import classes from './HistoryScreen.module.css'
import { MessageList } from './MessageList.tsx'

/** Every text that was asked for, and what became of it. */
export function HistoryScreen() {
  const mayRead = useCan('history.read')
  const opened = useMatchRoute()({ to: '/history/$id' })
  const id = opened ? opened.id : null
  const isPhone = useIsPhone()
  if (!mayRead) return <NoPermission title="History" thing="History" permission="history.read" />
  if (isPhone && id) return <Outlet />
  return (
    <div className={classes.screen} data-open={id ? true : undefined}>
      <Page title="History" wide>
        <RedirectBanner />
        <FilterBar />
        <Counts />
        <MessageList openId={id} />
      </Page>
      <Outlet />
    </div>
  )
}
