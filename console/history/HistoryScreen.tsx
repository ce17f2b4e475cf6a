import { useMatchRoute } from '@tanstack/react-router'
import { WhyNotLink } from '../diagnosis/WhyNotLink.tsx'
import { ReceiptsBanner } from '../shell/ReceiptsBanner.tsx'
import { RedirectBanners } from '../shell/RedirectBanner.tsx'
import { NoPermission } from '../shell/screens.tsx'
import { useCan } from '../shell/session.ts'
import { Page } from '../ui/Page.tsx'
import { SplitScreen } from '../ui/SplitScreen.tsx'
import { Counts } from './Counts.tsx'
import { ExportButton } from './ExportButton.tsx'
import { FilterBar } from './FilterBar.tsx'
import { MessageList } from './MessageList.tsx'

/** Every text that was asked for, and what became of it. */
export function HistoryScreen() {
  const mayRead = useCan('history.read')
  const opened = useMatchRoute()({ to: '/history/$id' })
  const id = opened ? opened.id : null
  if (!mayRead) return <NoPermission title="History" thing="History" permission="history.read" />
  return (
    <SplitScreen openId={id}>
      {(onLeave) => (
        <Page
          title="History"
          wide
          actions={
            <>
              <ExportButton />
              <WhyNotLink>Diagnose a person</WhyNotLink>
            </>
          }
        >
          <RedirectBanners />
          <ReceiptsBanner />
          <FilterBar />
          <Counts />
          <MessageList openId={id} onLeave={onLeave} />
        </Page>
      )}
    </SplitScreen>
  )
}
