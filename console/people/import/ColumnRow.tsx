import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Import } from './api.ts'
import classes from './ColumnsSection.module.css'
import { CountryField } from './CountryField.tsx'
import { fieldNameFor, isFieldName } from './columns.ts'
import { targetWords } from './words.ts'

type Column = Import['columns'][number]

const OWN = 'own'
const NOTHING = 'nothing'

const groups: { group: string; items: (keyof typeof targetWords)[] }[] = [
  { group: 'Who it is', items: ['external_id', 'first_name', 'last_name', 'email'] },
  { group: 'How to reach them', items: ['phone', 'language', 'time_zone'] },
  { group: 'Where they belong', items: ['manager', 'groups', 'active'] },
]
const choices = [
  { value: NOTHING, label: 'Not imported' },
  ...groups.map(({ group, items }) => ({
    group,
    items: items.map((value) => ({ value: value as string, label: targetWords[value] })),
  })),
  { value: OWN, label: 'A field of your own' },
]

/** Under the choice, where the cells have to be written in some way. */
const helps: Partial<Record<string, string>> = {
  external_id: 'How your product or directory calls them. They are found by it first.',
  manager: 'The manager’s external id or email address.',
  groups: 'Several are separated by ; or |. Those that are not there yet are made.',
  active: 'Yes or no.',
  language: 'As in de or pt-BR.',
  time_zone: 'As in Europe/Berlin.',
}

interface ColumnRowProps {
  column: Column
  /** A few of its cells, once they are known. */
  samples: string[] | undefined
  taken: string[]
  /** Some numbers of the file cannot be read as they are. */
  malformed: boolean
  disabled: boolean
  onChange: (change: Partial<Omit<Column, 'name'>>) => void
}

export function ColumnRow({ column, samples, taken, malformed, disabled, onChange }: ColumnRowProps) {
  const { name, to, country } = column
  const isOwn = to?.startsWith('field:') ?? false
  const pick = (picked: string | null) => {
    if (picked === OWN) onChange({ to: `field:${fieldNameFor(name, taken)}`, country: null })
    else onChange({ to: picked === NOTHING ? null : picked, country: null })
  }
  return (
    <li className={classes.column} aria-label={name} data-left-out={to === null || undefined}>
      <div className={classes.what}>
        <div className={classes.name}>{name}</div>
        <div className={classes.samples}>
          {samples?.length === 0 ? 'empty in the first rows' : samples?.join(' · ')}
        </div>
      </div>
      <div className={classes.becomes}>
        <Select
          aria-label={`${name} becomes`}
          data={choices}
          value={isOwn ? OWN : (to ?? NOTHING)}
          onChange={pick}
          disabled={disabled}
          allowDeselect={false}
          withScrollArea={false}
          maxDropdownHeight={360}
          classNames={{ options: classes.options! }}
        />
        {isOwn && <FieldName key={to} name={to!.slice('field:'.length)} disabled={disabled} onChange={onChange} />}
        {to === 'phone' && (
          <CountryField country={country} malformed={malformed} disabled={disabled} onChange={onChange} />
        )}
        {to !== null && helps[to] && <p className={classes.help}>{helps[to]}</p>}
      </div>
    </li>
  )
}

interface FieldNameProps extends Pick<ColumnRowProps, 'disabled' | 'onChange'> {
  name: string
}

/** Kept when it is left, or by Enter. */
function FieldName({ name, disabled, onChange }: FieldNameProps) {
  const [typed, setTyped] = useState(name)
  const isGood = isFieldName(typed)
  const leave = () => {
    if (isGood && typed !== name) onChange({ to: `field:${typed}`, country: null })
  }
  return (
    <TextInput
      label="Name of the field"
      value={typed}
      disabled={disabled}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={leave}
      onKeyDown={(event) => event.key === 'Enter' && leave()}
      error={!isGood && 'A letter, then letters, digits and _.'}
      spellCheck={false}
      autoComplete="off"
    />
  )
}
