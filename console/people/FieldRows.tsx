import { ActionIcon, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useRef } from 'react'
import type { Form } from '../ui/form.ts'
import { LinkButton } from '../ui/LinkButton.tsx'
import classes from './PersonForm.module.css'
import { type FieldRow, fieldFault, type PersonValues } from './person-values.ts'

/** What the workspace itself wants to know of people: a name and a value each. */
export function FieldRows({ form }: { form: Form<PersonValues> }) {
  const rows = form.values.fields
  const fault = form.fault('fields')
  const group = useRef<HTMLFieldSetElement>(null)
  const put = (next: FieldRow[]) => form.set('fields', next)
  const change = (key: number, part: Partial<FieldRow>) =>
    put(rows.map((row) => (row.key === key ? { ...row, ...part } : row)))
  const add = () => {
    put([...rows, { key: Math.max(-1, ...rows.map(({ key }) => key)) + 1, name: '', value: '' }])
    requestAnimationFrame(() => [...(group.current?.querySelectorAll('input') ?? [])].at(-2)?.focus())
  }
  return (
    <fieldset ref={group} className={classes.group}>
      <legend className={classes.legend}>Custom fields</legend>
      {rows.map((row) => {
        const own = fault && fieldFault(row, rows)
        return (
          <div key={row.key} className={classes.field}>
            <TextInput
              aria-label="Name of the field"
              placeholder="Name"
              value={row.name}
              onChange={(event) => change(row.key, { name: event.currentTarget.value })}
              error={own}
              spellCheck={false}
              autoComplete="off"
              maxLength={60}
            />
            <TextInput
              aria-label={row.name ? `Value of ${row.name}` : 'Value of the field'}
              placeholder="Value"
              value={row.value}
              onChange={(event) => change(row.key, { value: event.currentTarget.value })}
              autoComplete="off"
              maxLength={500}
            />
            <ActionIcon
              size="var(--control)"
              aria-label={row.name ? `Take away ${row.name}` : 'Take the field away'}
              onClick={() => put(rows.filter(({ key }) => key !== row.key))}
            >
              <IconX size={15} stroke={1.75} />
            </ActionIcon>
          </div>
        )
      })}
      {fault && !rows.some((row) => fieldFault(row, rows)) && (
        <p className={classes.fault} role="alert">
          {fault.text}
        </p>
      )}
      {rows.length < 50 && <LinkButton onClick={add}>Add a field</LinkButton>}
    </fieldset>
  )
}
