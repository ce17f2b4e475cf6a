import { Button } from '@mantine/core'
import { EmptyState } from '../ui/states.tsx'
import { useFilters } from './useFilters.ts'

/** Nothing to show: because nothing came in, or because of the filters. */
export function EmptyEvents() {
  const { isFiltered, clear } = useFilters()
  if (isFiltered) {
    return (
      <EmptyState
        title="Nothing matches."
        actions={
          <Button variant="default" onClick={clear}>
            Clear filters
          </Button>
        }
      />
    )
  }
  return (
    <EmptyState
      title="No events yet."
      actions={
        <Button component="a" href="/docs" target="_blank" rel="noreferrer" variant="default">
          How to post one
        </Button>
      }
    >
      Your product tells of what happens by <code>POST /v1/events</code>, with an API key that may post events. Each
      stands here within a second, with the triggers that fitted it and whoever was told.
    </EmptyState>
  )
}
