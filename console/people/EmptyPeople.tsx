import { Button, CopyButton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useCan } from '../shell/session.ts'
import { EmptyState } from '../ui/states.tsx'
import { useFilters } from './useFilters.ts'

/** Nobody to show: because there is nobody, or because of the filters. */
export function EmptyPeople({ onAdd }: { onAdd: () => void }) {
  const { filters, isFiltered, clear } = useFilters()
  if (!isFiltered) return <NoPeople onAdd={onAdd} />
  return (
    <EmptyState
      title={filters.recipient ? 'Nobody has this number.' : 'Nobody matches.'}
      actions={
        <Button variant="default" onClick={clear}>
          Clear filters
        </Button>
      }
    >
      {filters.search &&
        'Words are found by how they begin: of the name, the email address and the external id. A number is found whole.'}
    </EmptyState>
  )
}

function NoPeople({ onAdd }: { onAdd: () => void }) {
  const mayAdd = useCan('people.write')
  return (
    <EmptyState
      title="No people yet."
      actions={
        mayAdd && (
          <>
            <Button onClick={onAdd}>Add a person</Button>
            <Button variant="default" component={Link} to="/people/import" state={{ fromList: true }}>
              Import a file
            </Button>
            <CopyButton value={curlToAdd()}>
              {({ copied, copy }) => (
                <Button variant="default" onClick={copy}>
                  {copied ? 'Copied' : 'Copy curl'}
                </Button>
              )}
            </CopyButton>
          </>
        )
      }
    >
      People are whom texts are for: who they are, which number is theirs, and whether it may be texted.{' '}
      {mayAdd
        ? 'Import them from a file, add one here, or let your product send them by the API: a number that it sends may be texted at once.'
        : 'Whoever may add people does so here, from a file or one by one, or your product sends them by the API.'}
    </EmptyState>
  )
}

function curlToAdd(): string {
  const json = JSON.stringify({ external_id: 'u-17', last_name: 'Example', phone: '+14155550142' })
  return [
    `curl ${window.location.origin}/v1/people`,
    `-H "Authorization: Bearer $HANDSET_API_KEY"`,
    `-H 'Content-Type: application/json'`,
    `-d '${json}'`,
  ].join(' \\\n  ')
}
