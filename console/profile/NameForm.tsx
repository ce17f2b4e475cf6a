import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { api } from '../api.ts'
import { problemIn } from '../problem.ts'
import { meQuery } from '../shell/session.ts'
import { focusFirstFault, keepsFocus, useForm } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import { toast, toastFailure } from '../ui/toast.tsx'
import classes from './Profile.module.css'

export function NameForm({ name }: { name: string }) {
  const queries = useQueryClient()
  const element = useRef<HTMLFormElement>(null)
  const form = useForm({ name }, (values) => ({
    name: values.name.trim() ? undefined : { text: 'Your name is missing.' },
  }))
  const save = useMutation({
    mutationFn: () => api.rename(form.values.name.trim()),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: meQuery.queryKey })
      toast('Your name is changed.')
    },
    onError: (error) => {
      const at = problemIn(error)?.body.errors?.[0]
      if (at) form.refuse({ name: { text: at.detail } })
      else toastFailure('Your name was not changed.', error)
    },
  })
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    if (form.check()) save.mutate()
    else focusFirstFault(element.current)
  }
  return (
    <form ref={element} className={classes.line} onSubmit={submit} noValidate>
      <TextField form={form} name="name" label="Name" autoComplete="name" maxLength={100} />
      {form.changed && (
        <Button type="submit" {...keepsFocus} loading={save.isPending}>
          Save
        </Button>
      )}
    </form>
  )
}
