import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { problemIn } from '../problem.ts'
import { SidePanel } from '../ui/SidePanel.tsx'
import { Bar, EmptyState, LoadError } from '../ui/states.tsx'
import { ConversationHead } from './ConversationHead.tsx'
import { bothSides } from './conversation.ts'
import { Lines } from './Lines.tsx'
import { sentQuery, writtenQuery } from './queries.ts'
import classes from './Replies.module.css'

const route = getRouteApi('/signed-in/replies/$handle')

/** What one number wrote and what was sent to it, beside the list, or instead of it on a phone. */
export function ConversationPanel() {
  const { handle } = route.useParams()
  const navigate = useNavigate()
  return (
    <SidePanel
      id={handle}
      label="Conversation"
      list="Replies"
      toList={() => void navigate({ to: '/replies', search: true, resetScroll: false })}
    >
      <Conversation key={handle} handle={handle} />
    </SidePanel>
  )
}

function Conversation({ handle }: { handle: string }) {
  const written = useInfiniteQuery(writtenQuery(handle))
  const sent = useInfiniteQuery(sentQuery(handle))
  const sides = useMemo(() => {
    if (!written.data || !sent.data) return null
    const from = written.data.pages.flatMap((page) => page.items)
    const to = sent.data.pages.flatMap((page) => page.items)
    const lines = bothSides({ items: from, hasMore: written.hasNextPage }, { items: to, hasMore: sent.hasNextPage })
    return { newest: { written: from[0], sent: to[0] }, lines }
  }, [written.data, written.hasNextPage, sent.data, sent.hasNextPage])
  if (sides) {
    if (sides.lines.length === 0) return <EmptyState title="Nothing was texted from this number or to it." />
    const older = () => Promise.all([written, sent].map((side) => side.hasNextPage && side.fetchNextPage()))
    const list = {
      hasNextPage: written.hasNextPage || sent.hasNextPage,
      isFetchingNextPage: written.isFetchingNextPage || sent.isFetchingNextPage,
      fetchNextPage: older,
    }
    return (
      <>
        <ConversationHead handle={handle} newest={sides.newest} />
        <Lines lines={sides.lines} older={list} />
      </>
    )
  }
  const error = written.error ?? sent.error
  if (!error) return <Waiting />
  if (problemIn(error)?.body.status === 422) return <h1 className={classes.title}>No such number in this workspace.</h1>
  return <LoadError thing="this conversation" retry={() => Promise.all([written.refetch(), sent.refetch()])} />
}

function Waiting() {
  return (
    <div aria-busy="true" className={classes.waiting}>
      <h1 className="visually-hidden">Conversation</h1>
      {['48%', '70%', '62%', '40%'].map((width) => (
        <Bar key={width} width={width} />
      ))}
    </div>
  )
}
