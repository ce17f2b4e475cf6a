import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useCan } from '../shell/session.ts'
import { EmptyState } from '../ui/states.tsx'
import { useFilters } from './useFilters.ts'

/** Nothing to show: because nobody wrote, or because of the filters. */
export function EmptyReplies() {
  const { filters, isFiltered, clear } = useFilters()
  if (!isFiltered) return <NoReplies />
  return (
    <EmptyState
      title={filters.kind === 'review' ? 'Nothing needs review.' : 'Nothing matches.'}
      actions={
        <Button variant="default" onClick={clear}>
          Clear filters
        </Button>
      }
    />
  )
}

function NoReplies() {
  const maySeeSettings = useCan('sms.read')
  return (
    <EmptyState
      title="No replies yet."
      actions={
        maySeeSettings && (
          <Button variant="default" component={Link} to="/settings/sms" hash="receipts">
            Where replies go
          </Button>
        )
      }
    >
      Replies arrive only if the number at the provider sends its incoming texts to Handset. Text HELP to it from your
      phone: it shows here.
    </EmptyState>
  )
}
