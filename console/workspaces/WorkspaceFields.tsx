import { Select } from '@mantine/core'
import { LANGUAGES } from '../../shared/languages.ts'
import type { Form } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import classes from './WorkspaceFields.module.css'
import type { WorkspaceValues } from './workspace-values.ts'

const languages = Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))
const known = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((one) => one !== 'UTC')]

/** What a workspace is called and how it speaks. */
export function WorkspaceFields({ form, isNew }: { form: Form<WorkspaceValues>; isNew?: boolean }) {
  const { time_zone } = form.values
  // What was stored may be known by another name here.
  const zones = known.includes(time_zone) ? known : [time_zone, ...known]
  return (
    <div className={classes.fields}>
      <TextField form={form} name="name" label="Name" maxLength={100} autoFocus={isNew ?? false} />
      <TextField
        form={form}
        name="slug"
        label="Slug"
        mono
        maxLength={40}
        placeholder={isNew ? 'Made from the name' : ''}
        help={
          isNew
            ? 'Stands in addresses that people share. Left empty, it is made from the name.'
            : 'Stands in addresses that people share, as in mails. Those with the old one stop working.'
        }
      />
      <div className={classes.pair}>
        <Choice
          label="Time zone"
          help="For days, quiet hours and times in mails."
          data={zones}
          form={form}
          name="time_zone"
        />
        <Choice label="Language" help="In which people are written to." data={languages} form={form} name="language" />
      </div>
      <TextField
        form={form}
        name="support_contact"
        label="Support contact"
        maxLength={200}
        help="Where members turn to: an address, a number or a page."
      />
    </div>
  )
}

interface ChoiceProps {
  label: string
  help: string
  data: string[] | { value: string; label: string }[]
  form: Form<WorkspaceValues>
  name: 'time_zone' | 'language'
}

function Choice({ label, help, data, form, name }: ChoiceProps) {
  return (
    <Select
      label={label}
      description={help}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      data={data}
      value={form.values[name]}
      onChange={(value) => value && form.set(name, value)}
      error={form.fault(name)?.text}
      searchable
      allowDeselect={false}
      withScrollArea={false}
      nothingFoundMessage="None is called that."
      classNames={{ dropdown: classes.dropdown!, options: classes.options! }}
      maxDropdownHeight={280}
    />
  )
}
