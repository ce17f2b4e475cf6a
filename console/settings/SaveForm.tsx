import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { SettingsOut, SettingsPatch, SettingsSaved } from '../api.ts'
import { problemIn } from '../problem.ts'
import { ActionBar } from '../ui/ActionBar.tsx'
import { type Faults, type Form, focusFirstFault, keepsFocus } from '../ui/form.ts'
import { toast } from '../ui/toast.tsx'
import { Conflict } from './Conflict.tsx'
import { useEditing } from './editing.tsx'
import { faultsAt } from './faults-at.ts'
import classes from './SaveForm.module.css'
import { SaveOutcome } from './SaveOutcome.tsx'
import { useSave } from './useSave.ts'
import { savedWords } from './words.ts'

export interface SaveFormProps<V> {
  form: Form<V>
  settings: SettingsOut
  toPatch: (values: V) => SettingsPatch
  /** Which field a JSON Pointer of the server's answer means, by the beginning of the pointer. */
  pointers: Record<string, keyof V & string>
  /** Who is asked while it is checked; none for what only we know. */
  asks?: string | undefined
  label?: string
  said?: string
  onSaved: (saved: SettingsSaved) => void
  /** The rows of this section as somebody else saved them meanwhile. */
  theirs: (settings: SettingsOut) => React.ReactNode
  /** A second way out beside Cancel. */
  aside?: React.ReactNode
  children: React.ReactNode
}

/** Check and save: format at the field first, then the provider, then stored, and at every step what did not happen. */
export function SaveForm<V extends object>(props: SaveFormProps<V>) {
  const { form, settings, toPatch, pointers, asks, onSaved, children } = props
  const element = useRef<HTMLFormElement>(null)
  const [revision, setRevision] = useState(settings.revision)
  const editing = useEditing()
  const save = useSave()
  const problem = problemIn(save.error)
  const { setChanged } = editing
  useEffect(() => setChanged(form.changed), [form.changed, setChanged])

  const submit = () => {
    if (!form.check()) return focusFirstFault(element.current)
    save.mutate(
      { ...toPatch(form.values), revision },
      {
        onSuccess: (saved) => {
          toast(props.said ?? savedWords(saved))
          onSaved(saved)
        },
        onError: (error) => {
          form.refuse(faultsAt<V>(problemIn(error), pointers) as Faults<V>)
          focusFirstFault(element.current)
        },
      },
    )
  }
  return (
    <form
      ref={element}
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <div className={classes.fields}>{children}</div>
      {problem?.is('changed_meanwhile') ? (
        <Conflict problem={problem} theirs={props.theirs} onSeen={setRevision} />
      ) : (
        <SaveOutcome
          asks={asks}
          busy={save.isPending}
          error={save.error}
          fields={Object.keys(pointers)}
          onRetry={submit}
        />
      )}
      <ActionBar>
        <Button type="submit" {...keepsFocus} loading={save.isPending}>
          {props.label ?? (asks ? 'Check and save' : 'Save')}
        </Button>
        <Button variant="default" onClick={editing.cancel} disabled={save.isPending}>
          Cancel
        </Button>
        {props.aside}
      </ActionBar>
    </form>
  )
}
