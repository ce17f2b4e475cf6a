import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Form } from '../ui/form.ts'
import classes from './PersonForm.module.css'
import type { PersonValues } from './person-values.ts'
import { peopleQuery } from './queries.ts'
import { readTyped } from './typed.ts'
import { nameOf } from './words.ts'

interface ManagerFieldProps {
  form: Form<PersonValues>
  /** Nobody is their own manager. */
  ownId: string | undefined
}

/** Searched for as the list is: there may be a million to choose from. */
export function ManagerField({ form, ownId }: ManagerFieldProps) {
  const { manager } = form.values
  const [typed, setTyped] = useState(manager?.name ?? '')
  const [wanted] = useDebouncedValue(typed, 250)
  const meant = readTyped(wanted === manager?.name ? '' : wanted)
  const search = meant.kind === 'words' ? meant.text : ''
  const found = useInfiniteQuery(peopleQuery({ ...(search && { search }) }))
  const people = (found.data?.pages[0]?.items ?? []).filter(({ id }) => id !== ownId && id !== manager?.id)
  const data = [...(manager ? [manager] : []), ...people.map((one) => ({ id: one.id, name: nameOf(one) }))]
  return (
    <Select
      label="Manager"
      placeholder="Nobody"
      data={data.map(({ id, name }) => ({ value: id, label: name }))}
      value={manager?.id ?? null}
      onChange={(id) => form.set('manager', data.find((one) => one.id === id) ?? null)}
      searchValue={typed}
      onSearchChange={setTyped}
      // The server has found them already, also by what the label does not show.
      filter={({ options }) => options}
      error={form.fault('manager')?.text}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'No manager' }}
      withScrollArea={false}
      nothingFoundMessage={found.isFetching ? 'Searching' : 'Nobody is called that.'}
      classNames={{ dropdown: classes.dropdown!, options: classes.options! }}
    />
  )
}
