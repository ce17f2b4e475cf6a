import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { peopleQuery, personQuery } from '../people/queries.ts'
import { readTyped } from '../people/typed.ts'
import { nameOf } from '../people/words.ts'
import type { Whom } from './queries.ts'

const AS_CALLED = 'as:'

/** Somebody of the directory, or whoever the product calls so: that one may be missing here. */
export function PersonField({ whom, onChange }: { whom: Whom | null; onChange: (whom: Whom | null) => void }) {
  const chosen = useChosen(whom)
  const [typed, setTyped] = useState<string | null>(null)
  const [wanted] = useDebouncedValue(typed ?? '', 250)
  const meant = readTyped(wanted === chosen?.label ? '' : wanted)
  const search = meant.kind === 'words' ? meant.text : ''
  const found = useInfiniteQuery(peopleQuery({ ...(search && { search }) }))
  const people = found.data?.pages[0]?.items ?? []
  return (
    <Select
      label="Person"
      placeholder="Name, or what your product calls them"
      data={optionsOf(chosen, people, typed === wanted ? search : '')}
      value={chosen?.value ?? null}
      onChange={(value) => {
        setTyped(null)
        onChange(value === null ? null : whomOf(value))
      }}
      searchValue={typed ?? chosen?.label ?? ''}
      onSearchChange={setTyped}
      // The server has found them already, also by what the label does not show.
      filter={({ options }) => options}
      searchable
      withScrollArea={false}
      nothingFoundMessage={found.isFetching ? 'Searching' : 'Nobody is called that.'}
    />
  )
}

interface Option {
  value: string
  label: string
}

function useChosen(whom: Whom | null): Option | null {
  const id = whom && 'id' in whom ? whom.id : null
  const person = useQuery({ ...personQuery(id ?? ''), enabled: id !== null }).data
  if (whom === null) return null
  if ('ref' in whom) return calledSo(whom.ref)
  return { value: whom.id, label: person?.id === whom.id ? nameOf(person) : '…' }
}

function optionsOf(
  chosen: Option | null,
  people: (Parameters<typeof nameOf>[0] & { id: string })[],
  search: string,
): Option[] {
  const options = [
    ...(chosen ? [chosen] : []),
    ...people.map((one) => ({ value: one.id, label: nameOf(one) })),
    ...(search ? [calledSo(search)] : []),
  ]
  return options.filter(({ value }, i) => options.findIndex((one) => one.value === value) === i)
}

function whomOf(value: string): Whom {
  return value.startsWith(AS_CALLED) ? { ref: value.slice(AS_CALLED.length) } : { id: value }
}

function calledSo(ref: string): Option {
  return { value: AS_CALLED + ref, label: `Whom your product calls “${ref}”` }
}
