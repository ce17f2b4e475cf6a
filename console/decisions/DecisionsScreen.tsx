import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Decision, DecisionItem } from '../api.ts'
import { NoPermission } from '../shell/screens.tsx'
import { useCan } from '../shell/session.ts'
import { Page } from '../ui/Page.tsx'
import { Bar, EmptyState, LoadError } from '../ui/states.tsx'
import { DecideDialog } from './DecideDialog.tsx'
import { DecisionRows } from './DecisionRows.tsx'
import { decisionsQuery } from './queries.ts'

/** Texts that nobody but a person can decide about: a guess would lose one or send one twice. */
export function DecisionsScreen() {
  const mayRead = useCan('history.read')
  return mayRead ? (
    <Decisions />
  ) : (
    <NoPermission title={TITLE} thing="what needs a decision" permission="history.read" />
  )
}

const TITLE = 'Needs a decision'
const SENTENCE =
  'Nobody can tell whether these texts were sent: the provider did not say so, and lists none that must be one of them. They are not sent again unless you say so.'

function Decisions() {
  const list = useInfiniteQuery(decisionsQuery)
  const mayDecide = useCan('messages.send')
  const items = list.data?.pages.flatMap((page) => page.items)
  const [asked, ask] = useState<{ text: DecisionItem; decision: Decision } | null>(null)
  return (
    <Page title={TITLE} sentence={items?.length !== 0 && SENTENCE}>
      {list.isPending && (
        <p>
          <Bar width="60%" />
        </p>
      )}
      {list.isError && !items && <LoadError thing="what needs a decision" retry={list.refetch} />}
      {items?.length === 0 && (
        <EmptyState title="Nothing needs a decision.">
          What became of a text is looked up at the provider by itself. Only where that does not settle it, it comes
          here.
        </EmptyState>
      )}
      {items && items.length > 0 && (
        <DecisionRows items={items} mayDecide={mayDecide} onAsk={(text, decision) => ask({ text, decision })} />
      )}
      {list.hasNextPage && (
        <Button variant="default" mt={16} loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Older
        </Button>
      )}
      {asked && <DecideDialog {...asked} onClose={() => ask(null)} />}
    </Page>
  )
}
