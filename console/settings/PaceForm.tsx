import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { api, type Pace } from '../api.ts'
import { problemIn } from '../problem.ts'
import { ActionBar } from '../ui/ActionBar.tsx'
import { type Faults, focusFirstFault, keepsFocus, useForm } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.tsx'
import { useEditing } from './editing.tsx'
import { faultsAt } from './faults-at.ts'
import { type PaceValues, paceRules, storedPace, toPace, usualWords } from './pace-values.ts'
import { changesQuery, paceQuery } from './queries.ts'
import classes from './SaveForm.module.css'
import { SaveOutcome } from './SaveOutcome.tsx'

const pointers = { '/segments_per_second': 'pace' } as const

export function PaceForm({ pace, provider, shared }: { pace: Pace; provider: string; shared: string }) {
  const element = useRef<HTMLFormElement>(null)
  const { cancel, saved, setChanged } = useEditing()
  const form = useForm<PaceValues>(storedPace(pace), paceRules)
  const save = useSavePace()
  useEffect(() => setChanged(form.changed), [form.changed, setChanged])

  const submit = () => {
    if (!form.check()) return focusFirstFault(element.current)
    save.mutate(toPace(form.values.pace), {
      onSuccess: () => saved('pace', []),
      onError: (error) => {
        form.refuse(faultsAt<PaceValues>(problemIn(error), pointers) as Faults<PaceValues>)
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
      <div className={classes.fields}>
        <TextField
          form={form}
          name="pace"
          label="Segments per second"
          inputMode="text"
          placeholder="no limit"
          autoFocus
          help={`${usualWords(pace, provider)} The pace is ${shared}.`}
        />
      </div>
      <SaveOutcome
        asks={undefined}
        busy={save.isPending}
        error={save.error}
        fields={Object.keys(pointers)}
        onRetry={submit}
      />
      <ActionBar>
        <Button type="submit" {...keepsFocus} loading={save.isPending}>
          Save
        </Button>
        <Button variant="default" onClick={cancel} disabled={save.isPending}>
          Cancel
        </Button>
      </ActionBar>
    </form>
  )
}

function useSavePace() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (segmentsPerSecond: number | null) => api.setPace(segmentsPerSecond),
    onSuccess: (pace: Pace) => {
      queries.setQueryData(paceQuery.queryKey, pace)
      void queries.invalidateQueries({ queryKey: changesQuery.queryKey })
      toast('Saved. Texts go at this pace from now on.')
    },
  })
}
