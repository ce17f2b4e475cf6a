import { useQuery } from '@tanstack/react-query'
import { useMatchRoute } from '@tanstack/react-router'
import { NoPermission } from '../shell/screens.tsx'
import { useCan } from '../shell/session.ts'
import { Banner } from '../ui/Banner.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Page } from '../ui/Page.tsx'
import { SplitScreen } from '../ui/SplitScreen.tsx'
import { FilterBar } from './FilterBar.tsx'
import { undecidedQuery } from './queries.ts'
import classes from './Replies.module.css'
import { ReplyList } from './ReplyList.tsx'
import { useFilters } from './useFilters.ts'

/** What people texted to the senders, and what it was taken for. */
export function RepliesScreen() {
  const mayRead = useCan('history.read')
  const opened = useMatchRoute()({ to: '/replies/$handle' })
  const handle = opened ? opened.handle : null
  if (!mayRead) return <NoPermission title="Replies" thing="replies" permission="history.read" />
  return (
    <SplitScreen openId={handle}>
      {(onLeave) => (
        <Page
          title="Replies"
          sentence="What people text to your senders. STOP, START and HELP are done at once; the rest is for you to read."
          wide
        >
          <WaitingForReview />
          <FilterBar />
          <ReplyList openHandle={handle} onLeave={onLeave} />
        </Page>
      )}
    </SplitScreen>
  )
}

/** What may be a wish for no more texts is not to be overlooked among the rest. */
function WaitingForReview() {
  const { filters, change } = useFilters()
  const waiting = useQuery(undecidedQuery).data
  const count = waiting?.items.length ?? 0
  if (count === 0 || filters.kind === 'review') return null
  const many = `${count}${waiting?.next ? ' or more texts' : count === 1 ? ' text' : ' texts'}`
  return (
    <div className={classes.banner}>
      <Banner
        tone="amber"
        title={`${many} may mean STOP.`}
        action={<LinkButton onClick={() => change({ kind: 'review' })}>Review</LinkButton>}
      >
        What campaigns send {count === 1 ? 'to that number' : 'to those numbers'} waits until somebody says what{' '}
        {count === 1 ? 'it means' : 'they mean'}; other texts go on.
      </Banner>
    </div>
  )
}
