import { MultiSelect, Select, Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { LANGUAGES } from '../../shared/languages.ts'
import type { Person } from '../api.ts'
import type { Form } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import { FieldRows } from './FieldRows.tsx'
import { ManagerField } from './ManagerField.tsx'
import classes from './PersonForm.module.css'
import type { PersonValues } from './person-values.ts'
import { groupsQuery } from './queries.ts'

const languages = Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))
const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((one) => one !== 'UTC')].map((one) => ({
  value: one,
  label: one,
}))

export function PersonFields({ form, person }: { form: Form<PersonValues>; person: Person | null }) {
  return (
    <>
      <div className={classes.pair}>
        <TextField form={form} name="first_name" label="First name" maxLength={200} autoFocus />
        <TextField form={form} name="last_name" label="Last name" maxLength={200} />
      </div>
      <TextField form={form} name="email" label="Email" inputMode="email" maxLength={200} />
      <TextField
        form={form}
        name="phone"
        label="Phone"
        inputMode="tel"
        maxLength={40}
        placeholder={person?.phones.find(({ source }) => source === 'admin')?.number ?? '+14155550142'}
        help={<PhoneHelp person={person} />}
      />
      <TextField
        form={form}
        name="external_id"
        label="External id"
        mono
        maxLength={200}
        help="What your product calls them: by this it finds them again."
      />
      <div className={classes.choices}>
        <Choice form={form} name="language" label="Language" empty="The workspace’s" data={languages} />
        <Choice form={form} name="time_zone" label="Time zone" empty="The workspace’s" data={zones} />
      </div>
      <Groups form={form} />
      <ManagerField form={form} ownId={person?.id} />
      <FieldRows form={form} />
      {person && (
        <Switch
          label="Active"
          description="Off for somebody who left or is away for long; they stay known."
          checked={form.values.active}
          onChange={(event) => form.set('active', event.currentTarget.checked)}
        />
      )}
    </>
  )
}

function PhoneHelp({ person }: { person: Person | null }) {
  const typed = person?.phones.some(({ source }) => source === 'admin')
  const rule = 'A number typed here waits until the person confirms it; no text goes to it before.'
  if (typed) return `${rule} Left empty, the one that was typed before stays.`
  return `${rule} One that your product sends by the API may be texted at once.`
}

interface ChoiceProps {
  form: Form<PersonValues>
  name: 'language' | 'time_zone'
  label: string
  /** What holds while nothing is chosen. */
  empty: string
  data: { value: string; label: string }[]
}

function Choice({ form, name, label, empty, data }: ChoiceProps) {
  const value = form.values[name]
  // What was stored may be known by another name here.
  const known = value === '' || data.some((one) => one.value === value)
  return (
    <Select
      label={label}
      placeholder={empty}
      data={known ? data : [{ value, label: value }, ...data]}
      value={value || null}
      onChange={(picked) => form.set(name, picked ?? '')}
      error={form.fault(name)?.text}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': `${empty} ${label.toLowerCase()}` }}
      withScrollArea={false}
      nothingFoundMessage="None is called that."
      classNames={{ dropdown: classes.dropdown!, options: classes.options! }}
    />
  )
}

function Groups({ form }: { form: Form<PersonValues> }) {
  const groups = useQuery(groupsQuery)
  const data = groups.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []
  if (groups.data?.length === 0) return null
  return (
    <MultiSelect
      label="Groups"
      data={data}
      value={form.values.groups}
      onChange={(picked) => form.set('groups', picked)}
      error={form.fault('groups')?.text ?? (groups.isError && 'The groups could not be loaded.')}
      searchable
      withScrollArea={false}
      nothingFoundMessage="None is called that."
      classNames={{ dropdown: classes.dropdown!, options: classes.options! }}
    />
  )
}
