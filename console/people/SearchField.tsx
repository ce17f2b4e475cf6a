import { useHotkeys } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { api } from '../api.ts'
import { useCan } from '../shell/session.ts'
import { FilterSearch, HeldTo } from '../ui/Filters.tsx'
import { useTypedSearch } from '../ui/useTypedSearch.ts'
import { Offers } from './Offers.tsx'
import classes from './SearchField.module.css'
import { readTyped } from './typed.ts'
import { useFilters } from './useFilters.ts'

/** Finds people by how their name, email address or external id begins, and by a whole number. */
export function SearchField() {
  const { filters, change, search } = useFilters()
  const { typed, type } = useTypedSearch(filters.search ?? '', search, wordsOf)
  const field = useRef<HTMLInputElement>(null)
  const [masked, setMasked] = useState<string | null>(null)
  const lookup = useMutation({
    mutationFn: api.lookup,
    onSuccess: ({ handle }) => {
      change({ recipient: handle, search: undefined })
      type('')
    },
  })
  useHotkeys([['/', () => field.current?.focus()]])
  const mayLookUp = useCan('history.read')
  const meant = readTyped(typed)
  const find = () => {
    if (meant.kind !== 'number' || !mayLookUp) return
    setMasked(meant.masked)
    lookup.mutate(meant.e164)
  }
  if (filters.recipient)
    return (
      <HeldTo freed="With any number" onFree={() => change({ recipient: undefined })}>
        With {masked ?? 'one number'}
      </HeldTo>
    )
  return (
    <form
      className={classes.search}
      onSubmit={(event) => {
        event.preventDefault()
        find()
      }}
    >
      <FilterSearch
        ref={field}
        aria-label="Search by name, email, external id or number"
        placeholder="Name, email, id or number"
        value={typed}
        onChange={(event) => {
          lookup.reset()
          type(event.currentTarget.value)
        }}
        onKeyDown={(event) => event.key === 'Escape' && field.current?.blur()}
        error={lookup.isError && lookup.error.message}
        maxLength={100}
      />
      {meant.kind !== 'words' && meant.asId !== filters.search && (
        <Offers meant={meant} mayLookUp={mayLookUp} onNumber={find} onId={search} />
      )}
    </form>
  )
}

/** A number stands in no address. */
function wordsOf(text: string): string {
  const meant = readTyped(text)
  return meant.kind === 'words' ? meant.text : ''
}
