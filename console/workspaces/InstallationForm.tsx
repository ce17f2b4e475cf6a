import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { api, type Installation, type InstallationPatch } from '../api.ts'
import { problemIn } from '../problem.ts'
import { faultsAt } from '../settings/faults-at.ts'
import { Banner } from '../ui/Banner.tsx'
import { type Form, keepsFocus } from '../ui/form.ts'
import { useUnsaved } from '../ui/leaving.tsx'
import { toast } from '../ui/toast.tsx'
import { useSubmit } from '../ui/useSubmit.ts'
import { changesOnly } from './changes-only.ts'
import classes from './InstallationForm.module.css'
import { installationQuery } from './queries.ts'
import { useStart } from './useStart.ts'

interface InstallationFormProps<V> {
  label: string
  installation: Installation
  form: Form<V>
  toPatch: (values: V) => InstallationPatch
  pointers: Record<string, keyof V & string>
  valuesOf: (saved: Installation) => V
  children: React.ReactNode
}

/** Some settings of the installation that are saved together. */
export function InstallationForm<V extends object>(props: InstallationFormProps<V>) {
  const { form, toPatch, pointers, valuesOf } = props
  const { start, restart } = useStart(form, valuesOf(props.installation))
  const queries = useQueryClient()
  useUnsaved(form.changed)
  const { sending: save, frame } = useSubmit(form, {
    send: (values) => api.changeInstallation(changesOnly(toPatch(start), toPatch(values))),
    onSent: (saved) => {
      queries.setQueryData(installationQuery.queryKey, saved)
      restart(valuesOf(saved))
      toast('Saved. It holds at once.')
    },
    faultsIn: (error) => faultsAt<V>(problemIn(error), pointers),
  })
  return (
    <form {...frame} className={classes.form} aria-label={props.label}>
      {props.children}
      {save.isError && (
        <Banner tone="red" title="Nothing was saved." urgent>
          {save.error.message}
        </Banner>
      )}
      <div>
        <Button type="submit" {...keepsFocus} loading={save.isPending} disabled={!form.changed}>
          Save
        </Button>
      </div>
    </form>
  )
}
