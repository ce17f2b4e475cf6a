import { InputWrapper } from '@mantine/core'
import { useState } from 'react'
import type { Form } from './form.ts'
import { LinkButton } from './LinkButton.tsx'
import classes from './SecretField.module.css'
import { TextField } from './TextField.tsx'
import { Time } from './Time.tsx'

export interface StoredSecret {
  set: boolean
  updated_at: string | null
  updated_by: string | null
}

interface SecretFieldProps<V> {
  form: Form<V>
  name: { [K in keyof V]: V[K] extends string ? K : never }[keyof V] & string
  label: string
  help: string
  stored: StoredSecret | null | undefined
}

/** A secret that is stored is one line and cannot be read; Replace opens an empty field. Untouched, it is kept. */
export function SecretField<V>({ form, name, label, help, stored }: SecretFieldProps<V>) {
  const [replacing, setReplacing] = useState(false)
  const asksNow = replacing || !stored?.set || form.fault(name) !== undefined
  if (!asksNow) {
    return (
      <InputWrapper
        label={label}
        labelElement="div"
        description={help}
        inputWrapperOrder={['label', 'input', 'description']}
      >
        <div className={classes.stored}>
          <SecretLine stored={stored} />
          <LinkButton onClick={() => setReplacing(true)} aria-label={`Replace ${label}`}>
            Replace
          </LinkButton>
        </div>
      </InputWrapper>
    )
  }
  const cancel = () => {
    form.set(name, '' as never)
    setReplacing(false)
  }
  return (
    <div className={classes.replacing}>
      <TextField form={form} name={name} label={label} help={help} secret autoFocus={replacing} />
      {stored?.set && (
        <LinkButton className={classes.cancel} onClick={cancel}>
          Keep the stored one
        </LinkButton>
      )}
    </div>
  )
}

/** That a secret is set, when, and by whom. */
export function SecretLine({ stored }: { stored: StoredSecret }) {
  return (
    <span className={classes.line}>
      <span aria-hidden className={classes.dots}>
        ••••••••••••
      </span>
      <span className={classes.when}>
        set {stored.updated_at && <Time at={stored.updated_at} as="day" />}
        {stored.updated_by && ` by ${stored.updated_by}`}
      </span>
    </span>
  )
}
