import type { Form } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import { NEW_PASSWORD } from './new-password.ts'

/** Shown while it is typed where the reader wishes, so it is asked for once. */
export function NewPasswordField<V>({
  form,
  name,
  label = 'New password',
  autoFocus,
}: {
  form: Form<V>
  name: { [K in keyof V]: V[K] extends string ? K : never }[keyof V] & string
  /** Where there was none before, it is not called new. */
  label?: string
  autoFocus?: boolean
}) {
  return (
    <TextField
      form={form}
      name={name}
      label={label}
      help={`At least ${NEW_PASSWORD.shortest} characters: best a few words that only you would put together.`}
      maxLength={NEW_PASSWORD.longest}
      secret
      {...(autoFocus && { autoFocus })}
    />
  )
}
