import type { Fault, Form } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'

const SHORTEST = 10

export function newPasswordFault(password: string): Fault | undefined {
  return password.length >= SHORTEST ? undefined : { text: 'Your new password is too short.' }
}

/** Shown while it is typed where the reader wishes, so it is asked for once. */
export function NewPasswordField<V>({
  form,
  name,
  autoFocus,
}: {
  form: Form<V>
  name: { [K in keyof V]: V[K] extends string ? K : never }[keyof V] & string
  autoFocus?: boolean
}) {
  return (
    <TextField
      form={form}
      name={name}
      label="New password"
      help={`At least ${SHORTEST} characters: best a few words that only you would put together.`}
      secret
      {...(autoFocus && { autoFocus })}
    />
  )
}
