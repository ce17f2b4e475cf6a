import { Button } from '@mantine/core'
import { useCan } from '../shell/session.ts'
import { EmptyState } from '../ui/states.tsx'
import { useFilters } from './useFilters.ts'

/** Nothing to show: because nobody stopped, or because of the filters. */
export function EmptyOptOuts({ onAdd }: { onAdd: () => void }) {
  const mayWrite = useCan('consent.write')
  const { filters, isFiltered, clear } = useFilters()
  if (isFiltered) {
    return (
      <EmptyState
        title={filters.recipient ? 'This number is not stopped.' : 'Nothing matches.'}
        actions={
          <Button variant="default" onClick={clear}>
            Clear filters
          </Button>
        }
      />
    )
  }
  return (
    <EmptyState title="No opt-outs yet." actions={mayWrite && <Button onClick={onAdd}>Stop a number</Button>}>
      Whoever answers STOP stands here at once, and gets no more texts until START comes from the same phone. Numbers
      that stopped elsewhere before can be imported.
    </EmptyState>
  )
}
