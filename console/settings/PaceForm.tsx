import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, type Pace } from '../api.ts'
import { useForm } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.tsx'
import { useEditing } from './editing.tsx'
import { FormFrame } from './FormFrame.tsx'
import { type PaceValues, paceRules, storedPace, toPace, usualWords } from './pace-values.ts'
import { changesQuery, paceQuery } from './queries.ts'

const pointers = { '/segments_per_second': 'pace' } as const

export function PaceForm({ pace, provider, shared }: { pace: Pace; provider: string; shared: string }) {
  const { saved } = useEditing()
  const form = useForm<PaceValues>(storedPace(pace), paceRules)
  const save = useSavePace()
  return (
    <FormFrame
      form={form}
      save={save}
      toSend={(values) => toPace(values.pace)}
      pointers={pointers}
      label="Save"
      onSaved={() => saved('pace', [])}
    >
      <TextField
        form={form}
        name="pace"
        label="Segments per second"
        inputMode="text"
        placeholder="no limit"
        autoFocus
        help={`${usualWords(pace, provider)} The pace is ${shared}.`}
      />
    </FormFrame>
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
