import { Textarea } from '@mantine/core'
import type { Form } from '../ui/form.ts'
import classes from './TemplateForm.module.css'
import type { TemplateValues } from './template-values.ts'

/** Where the next variable goes. */
export interface Target {
  name: 'subject' | 'body' | 'sms'
  element: HTMLTextAreaElement
}

interface WordFieldProps {
  form: Form<TemplateValues>
  name: Target['name']
  label: string
  help: React.ReactNode
  rows: number
  maxLength: number
  readOnly: boolean
  onFocus: (target: Target) => void
}

/** Words of a template; what is wrong with them is said after they were checked, and beside the preview meanwhile. */
export function WordField({ form, name, help, rows, onFocus, ...rest }: WordFieldProps) {
  const fault = form.fault(name)
  const isOneLine = name !== 'body'
  return (
    <Textarea
      {...rest}
      name={name}
      description={help}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      value={form.values[name]}
      onChange={(event) => {
        const typed = event.currentTarget.value
        form.set(name, isOneLine ? typed.replace(/\s*\n\s*/g, ' ') : typed)
      }}
      onBlur={() => form.left(name)}
      onFocus={(event) => onFocus({ name, element: event.currentTarget })}
      error={fault?.text}
      aria-invalid={fault ? true : undefined}
      autosize
      minRows={rows}
      maxRows={24}
      spellCheck={false}
      classNames={{ input: classes.words! }}
    />
  )
}
