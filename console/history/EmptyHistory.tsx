import { Button, CopyButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCan } from '../shell/session.ts'
import { EmptyState } from '../ui/states.tsx'
import { curlToSend } from './curl.ts'
import { useFilters } from './filter.ts'
import { countsQuery } from './queries.ts'

/** Nothing to show: because there is nothing, or because of the filters. */
export function EmptyHistory() {
  const { isFiltered, clear } = useFilters()
  return isFiltered ? <NoMatch onClear={clear} /> : <NoTexts />
}

function NoMatch({ onClear }: { onClear: () => void }) {
  const counts = useQuery(countsQuery({}))
  const all = counts.data?.all
  const words = all && `${all.more ? 'More than ' : ''}${all.count.toLocaleString('en')} texts without these filters.`
  return (
    <EmptyState
      title="Nothing matches."
      actions={
        <Button variant="default" onClick={onClear}>
          Clear filters
        </Button>
      }
    >
      {words}
    </EmptyState>
  )
}

function NoTexts() {
  const navigate = useNavigate()
  const mayTest = useCan('sms.test')
  return (
    <EmptyState
      title="No texts yet."
      actions={
        <>
          {mayTest && (
            <Button onClick={() => void navigate({ to: '/settings/sms', hash: 'test' })}>Send test SMS</Button>
          )}
          <CopyButton value={curlToSend()}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? 'Copied' : 'Copy curl'}
              </Button>
            )}
          </CopyButton>
        </>
      }
    >
      Send a test, or post one.
    </EmptyState>
  )
}
