import { useState } from 'react'
import type { SettingsOut, SettingsPatch, SettingsSaved } from '../api.ts'
import { problemIn } from '../problem.ts'
import { toast } from '../ui/toast.tsx'
import { Conflict } from './Conflict.tsx'
import { FormFrame, type FormFrameProps } from './FormFrame.tsx'
import { useSave } from './useSave.ts'
import { savedWords } from './words.ts'

type Frame<V> = FormFrameProps<V, SettingsPatch, SettingsSaved>

export interface SaveFormProps<V>
  extends Pick<Frame<V>, 'form' | 'pointers' | 'asks' | 'onSaved' | 'aside' | 'children'> {
  settings: SettingsOut
  toPatch: (values: V) => SettingsPatch
  label?: string
  said?: string
  /** The rows of this section as somebody else saved them meanwhile. */
  theirs: (settings: SettingsOut) => React.ReactNode
}

/** Check and save: format at the field first, then the provider, then stored, and at every step what did not happen. */
export function SaveForm<V extends object>({ settings, toPatch, said, label, theirs, ...props }: SaveFormProps<V>) {
  const [revision, setRevision] = useState(settings.revision)
  const save = useSave()
  const problem = problemIn(save.error)
  return (
    <FormFrame
      {...props}
      save={save}
      toSend={(values) => ({ ...toPatch(values), revision })}
      label={label ?? (props.asks ? 'Check and save' : 'Save')}
      onSaved={(saved) => {
        toast(said ?? savedWords(saved))
        props.onSaved(saved)
      }}
      otherwise={
        problem?.is('changed_meanwhile') && <Conflict problem={problem} theirs={theirs} onSeen={setRevision} />
      }
    />
  )
}
