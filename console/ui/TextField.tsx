import { PasswordInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Form } from './form.ts'
import { LinkButton } from './LinkButton.tsx'
import classes from './TextField.module.css'

type TextNames<V> = { [K in keyof V]: V[K] extends string ? K : never }[keyof V] & string

interface TextFieldProps<V> {
  form: Form<V>
  name: TextNames<V>
  label: string
  help?: React.ReactNode
  placeholder?: string
  /** Hidden while typed, never offered to be remembered. */
  secret?: boolean
  mono?: boolean
  required?: boolean
  autoComplete?: string
  inputMode?: 'tel' | 'url' | 'email' | 'numeric' | 'text'
  type?: 'text' | 'email' | 'password' | 'date'
  maxLength?: number
  autoFocus?: boolean
}

/** A line of text: its label above, its help below, what is wrong in between. */
export function TextField<V>({ form, name, help, secret, mono, autoComplete = 'off', ...rest }: TextFieldProps<V>) {
  const fault = form.fault(name)
  const take = (value: string) => form.set(name, value as V[typeof name])
  const props = {
    ...rest,
    name,
    autoComplete: secret ? 'new-password' : autoComplete,
    description: help,
    value: form.values[name] as string,
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => take(event.currentTarget.value),
    onBlur: () => form.values[name] !== '' && form.left(name),
    error: fault && (fault.text ? <FaultText fault={fault} onUse={take} /> : true),
    // Mantine marks the frame of a secret and not the field itself.
    'aria-invalid': fault ? true : undefined,
    'data-autofocus': rest.autoFocus || undefined,
    withAsterisk: false,
    spellCheck: false,
    className: classes.field,
    classNames: mono || secret ? { input: classes.mono } : {},
  }
  return secret ? <SecretInput {...props} type={undefined} /> : <TextInput {...props} />
}

/** The eye says what it will do. */
function SecretInput(props: React.ComponentProps<typeof PasswordInput>) {
  const [visible, setVisible] = useState(false)
  return (
    <PasswordInput
      {...props}
      visible={visible}
      onVisibilityChange={setVisible}
      visibilityToggleButtonProps={{ 'aria-label': visible ? 'Hide' : 'Show' }}
    />
  )
}

export function FaultText({ fault, onUse }: { fault: { text: string; use?: string }; onUse: (value: string) => void }) {
  return (
    <>
      {fault.text} {fault.use && <LinkButton onClick={() => onUse(fault.use!)}>Use it</LinkButton>}
    </>
  )
}
