import type { UseMutationResult } from '@tanstack/react-query'
import { useRef } from 'react'
import { problemIn } from '../problem.ts'
import { SaveActions } from '../ui/ActionBar.tsx'
import { type Faults, type Form, focusFirstFault } from '../ui/form.ts'
import { useUnsaved } from '../ui/leaving.tsx'
import { useEditing } from './editing.tsx'
import classes from './FormFrame.module.css'
import { faultsAt } from './faults-at.ts'
import { SaveOutcome } from './SaveOutcome.tsx'

export interface FormFrameProps<V, Sent, Saved> {
  form: Form<V>
  save: UseMutationResult<Saved, Error, Sent>
  toSend: (values: V) => Sent
  /** Which field a JSON Pointer of the server's answer means, by the beginning of the pointer. */
  pointers: Record<string, keyof V & string>
  /** Who is asked while it is checked; none for what only we know. */
  asks?: string | undefined
  label: string
  onSaved: (saved: Saved) => void
  /** What to say of an answer that is more than a refusal, in place of the usual. */
  otherwise?: React.ReactNode
  /** A second way out beside Cancel. */
  aside?: React.ReactNode
  children: React.ReactNode
}

/** Format at the field first, then the server's answer there, and what did not happen below the fields. */
export function FormFrame<V extends object, Sent, Saved>(props: FormFrameProps<V, Sent, Saved>) {
  const { form, save, toSend, pointers, onSaved } = props
  const element = useRef<HTMLFormElement>(null)
  const { cancel } = useEditing()
  useUnsaved(form.changed)

  const submit = () => {
    if (!form.check()) return focusFirstFault(element.current)
    save.mutate(toSend(form.values), {
      onSuccess: onSaved,
      onError: (error) => {
        form.refuse(faultsAt<V>(problemIn(error), pointers) as Faults<V>)
        focusFirstFault(element.current)
      },
    })
  }
  return (
    <form
      ref={element}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <div className={classes.fields}>{props.children}</div>
      {props.otherwise || (
        <SaveOutcome
          asks={props.asks}
          busy={save.isPending}
          error={save.error}
          fields={Object.keys(pointers)}
          onRetry={submit}
        />
      )}
      <SaveActions label={props.label} busy={save.isPending} onCancel={cancel}>
        {props.aside}
      </SaveActions>
    </form>
  )
}
