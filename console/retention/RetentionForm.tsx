import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { problemIn } from '../problem.ts'
import { faultsAt } from '../settings/faults-at.ts'
import { SaveActions } from '../ui/ActionBar.tsx'
import { Banner } from '../ui/Banner.tsx'
import { useForm } from '../ui/form.ts'
import { useUnsaved } from '../ui/leaving.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.tsx'
import { useSubmit } from '../ui/useSubmit.ts'
import { type Retention, retentionApi } from './api.ts'
import { retentionQuery } from './queries.ts'
import classes from './Retention.module.css'
import { faultIn, isShorter } from './retention-words.ts'
import { ShorterDialog } from './ShorterDialog.tsx'

interface Values {
  days: string
}

export function RetentionForm({ days, onDone }: { days: number | null; onDone: () => void }) {
  const form = useForm<Values>({ days: days === null ? '' : String(days) }, (values) => ({
    days: faultIn(values.days),
  }))
  const [asking, setAsking] = useState<number | null>(null)
  const queries = useQueryClient()
  useUnsaved(form.changed)
  const saved = (now: Retention) => {
    queries.setQueryData(retentionQuery.queryKey, now)
    toast(now.days === null ? 'Saved. Nothing is deleted for its age.' : 'Saved. What is older is deleted from now on.')
    onDone()
  }
  const { sending, frame } = useSubmit<Values, Retention | null>(form, {
    send: async ({ days: typed }) => {
      const wanted = typed.trim() === '' ? null : Number(typed)
      if (!isShorter(days, wanted)) return retentionApi.change(wanted)
      setAsking(wanted)
      return null
    },
    onSent: (now) => now && saved(now),
    faultsIn: (error) => faultsAt<Values>(problemIn(error), { '/days': 'days' }),
  })
  return (
    <form {...frame} aria-label="Retention">
      <div className={classes.fields}>
        <TextField
          form={form}
          name="days"
          label="Days to keep"
          inputMode="numeric"
          maxLength={4}
          placeholder="For ever"
          help="History, replies and events older than this are deleted for good. Opt-outs and counts stay. At least 30; empty keeps all for ever."
        />
        {sending.isError && (
          <Banner tone="red" title="Nothing was saved." urgent>
            {sending.error.message}
          </Banner>
        )}
      </div>
      <SaveActions label="Save" busy={sending.isPending} onCancel={onDone} />
      {asking !== null && <ShorterDialog days={asking} onClose={() => setAsking(null)} onSaved={saved} />}
    </form>
  )
}
