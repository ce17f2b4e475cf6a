import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { api } from '../api.ts'
import { problemIn } from '../problem.ts'
import { meQuery } from '../shell/session.ts'
import { keepsFocus, useForm } from '../ui/form.ts'
import { useUnsaved } from '../ui/leaving.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast, toastFailure } from '../ui/toast.tsx'
import { useSubmit } from '../ui/useSubmit.ts'
import classes from './Profile.module.css'

export function NameForm({ name }: { name: string }) {
  const queries = useQueryClient()
  const form = useForm({ name }, (values) => ({
    name: values.name.trim() ? undefined : { text: 'Your name is missing.' },
  }))
  useUnsaved(form.changed)
  const { sending: save, frame } = useSubmit(form, {
    send: (values) => api.rename(values.name.trim()),
    onSent: async () => {
      await queries.invalidateQueries({ queryKey: meQuery.queryKey })
      toast('Your name is changed.')
    },
    faultsIn: (error) => {
      const at = problemIn(error)?.body.errors?.[0]
      if (!at) toastFailure('Your name was not changed.', error)
      return at ? { name: { text: at.detail } } : {}
    },
  })
  return (
    <form {...frame} className={classes.line}>
      <TextField form={form} name="name" label="Name" autoComplete="name" maxLength={100} />
      {form.changed && (
        <Button type="submit" {...keepsFocus} loading={save.isPending}>
          Save
        </Button>
      )}
    </form>
  )
}
