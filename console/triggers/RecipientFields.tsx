import { MultiSelect, TagsInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { groupsQuery, peopleQuery, personQuery } from '../people/queries.ts'
import { nameOf } from '../people/words.ts'
import { useCan } from '../shell/session.ts'
import type { Form } from '../ui/form.ts'
import classes from './TriggerForm.module.css'
import { asRoles, type TriggerValues } from './trigger-values.ts'
import { ROLES } from './words.ts'

type FormProps = { form: Form<TriggerValues> }

const order: ('label' | 'input' | 'error' | 'description')[] = ['label', 'input', 'error', 'description']
const list = {
  withScrollArea: false,
  classNames: { dropdown: classes.dropdown!, options: classes.options!, input: classes.pills! },
} as const

/** Who is told. Whoever did it, and whoever is not active, is left out by the server. */
export function RecipientFields({ form }: FormProps) {
  const maySeePeople = useCan('people.read')
  return (
    <>
      <Roles
        form={form}
        name="roles"
        label="Tell"
        help="Roles that the event names people by. Whoever did it is not told, and nobody twice."
      />
      <Roles form={form} name="managers_of" label="Tell the managers of" />
      {maySeePeople && <Groups form={form} />}
      {maySeePeople && <People form={form} />}
    </>
  )
}

interface RolesProps extends FormProps {
  name: 'roles' | 'managers_of'
  label: string
  help?: string
}

function Roles({ form, name, label, help }: RolesProps) {
  return (
    <TagsInput
      {...list}
      label={label}
      description={help}
      inputWrapperOrder={order}
      placeholder={form.values[name].length === 0 ? 'A role, as in assignees' : ''}
      data={ROLES}
      value={form.values[name]}
      onChange={(typed) => form.set(name, asRoles(typed))}
      error={form.fault(name)?.text}
      className={classes.field!}
    />
  )
}

function Groups({ form }: FormProps) {
  const groups = useQuery(groupsQuery)
  const chosen = form.values.groups
  if (groups.data?.length === 0 && chosen.length === 0) return null
  const known = groups.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []
  const gone = chosen.filter((id) => !known.some(({ value }) => value === id)).map((id) => ({ value: id, label: id }))
  return (
    <MultiSelect
      {...list}
      label="Tell groups"
      placeholder={chosen.length === 0 ? 'Everybody in them' : ''}
      data={[...known, ...gone]}
      value={chosen}
      onChange={(picked) => form.set('groups', picked)}
      error={form.fault('groups')?.text ?? (groups.isError && 'The groups could not be loaded.')}
      searchable
      nothingFoundMessage="None is called that."
      className={classes.field!}
    />
  )
}

/** Searched for as the list of people is: there may be a million to choose from. */
function People({ form }: FormProps) {
  const chosen = form.values.people
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), 250)
  const found = useInfiniteQuery(peopleQuery({ ...(search && { search }) }))
  const those = useQueries({ queries: chosen.map((id) => ({ ...personQuery(id), refetchInterval: false as const })) })
  const kept = chosen.map((id, i) => ({ value: id, label: those[i]?.data ? nameOf(those[i].data) : id }))
  const offered = (found.data?.pages[0]?.items ?? [])
    .filter(({ id }) => !chosen.includes(id))
    .map((one) => ({ value: one.id, label: nameOf(one) }))
  return (
    <MultiSelect
      {...list}
      label="Tell people"
      placeholder={chosen.length === 0 ? 'By name' : ''}
      data={[...kept, ...offered]}
      value={chosen}
      onChange={(picked) => form.set('people', picked)}
      searchValue={typed}
      onSearchChange={setTyped}
      // The server has found them already, also by what the label does not show.
      filter={({ options }) => options}
      error={form.fault('people')?.text}
      searchable
      hidePickedOptions
      nothingFoundMessage={found.isFetching ? 'Searching' : 'Nobody is called that.'}
      className={classes.field!}
    />
  )
}
