import { useNavigate } from '@tanstack/react-router'
import { NumberSearch } from '../texts/NumberSearch.tsx'
import { useFilters } from './filter.ts'

/** Finds a message by its id, or the messages to a number. */
export function SearchField() {
  const { filters, change } = useFilters()
  const navigate = useNavigate()
  const openMessage = (typed: string) => {
    const isId = typed.startsWith('msg_')
    if (isId) void navigate({ to: '/history/$id', params: { id: typed }, search: true })
    return isId
  }
  return (
    <NumberSearch
      recipient={filters.recipient}
      onFind={(recipient) => change({ recipient })}
      held="To"
      label="Search by number or message id"
      placeholder="Number or id"
      findOther={openMessage}
      howTo="Search by a number with + and country code, or by an id that starts with msg_."
    />
  )
}
