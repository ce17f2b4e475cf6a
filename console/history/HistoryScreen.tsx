import { Outlet, useMatchRoute } from '@tanstack/react-router'
import { useLayoutEffect, useRef } from 'react'
import { ReceiptsBanner } from '../shell/ReceiptsBanner.tsx'
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
  const listTop = useRef(0)
  // On a phone a message takes the place of the list, which is found again where it was left.
  useLayoutEffect(() => {
    if (isPhone) window.scrollTo({ top: id ? 0 : listTop.current })
  }, [isPhone, id])
  if (!mayRead) return <NoPermission title="History" thing="History" permission="history.read" />
  if (isPhone && id) return <Outlet />
  return (
    <div className={classes.screen} data-open={id ? true : undefined}>
      <Page title="History" wide>
        <RedirectBanner />
        <ReceiptsBanner />
        <FilterBar />
        <Counts />
        <MessageList
          openId={id}
          onLeave={() => {
            listTop.current = window.scrollY
          }}
        />
      </Page>
      <Outlet />
    </div>
  )
}
