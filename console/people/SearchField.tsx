import { useDebouncedCallback, useHotkeys } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { api } from '../api.ts'
import { useCan } from '../shell/session.ts'
import { FilterSearch, HeldTo } from '../ui/Filters.tsx'
import { Offers } from './Offers.tsx'
import classes from './SearchField.module.css'
import { readTyped } from './typed.ts'
import { useFilters } from './useFilters.ts'

const PAUSE_MS = 250

/** Finds people by how their name, email address or external id begins, and by a whole number. */
export function SearchField() {
  const { filters, change, search } = useFilters()
  const { typed, type, put } = useTyped(filters.search ?? '', search)
  const field = useRef<HTMLInputElement>(null)
  const [masked, setMasked] = useState<string | null>(null)
  const lookup = useMutation({
    mutationFn: api.lookup,
    onSuccess: ({ handle }) => {
      change({ recipient: handle, search: undefined })
      put('')
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

/** What stands in the field: it goes into the address after a pause, and follows the address when that changes by itself. */
function useTyped(inAddress: string, search: (words: string) => void) {
  const [typed, setTyped] = useState(inAddress)
  const known = useRef(inAddress)
  const send = useDebouncedCallback((words: string) => {
    if (words === known.current) return
    known.current = words
    search(words)
  }, PAUSE_MS)
  useEffect(() => {
    if (inAddress === known.current) return
    known.current = inAddress
    setTyped(inAddress)
  }, [inAddress])
  return {
    typed,
    put: setTyped,
    type: (text: string) => {
      setTyped(text)
      const meant = readTyped(text)
      send(meant.kind === 'words' ? meant.text : '')
    },
  }
}
