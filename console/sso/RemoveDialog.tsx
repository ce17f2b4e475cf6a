import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api.ts'
import { useMe } from '../shell/session.ts'
import { Banner } from '../ui/Banner.tsx'
import { Dialog, DialogWords } from '../ui/Dialog.tsx'
import { useForm } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.tsx'
import { ssoQuery } from './queries.ts'

export function RemoveDialog({ onClose }: { onClose: () => void }) {
  const { workspace } = useMe()
  const queries = useQueryClient()
  const form = useForm({ name: '' }, () => ({}))
  const [tried, setTried] = useState(false)
  const remove = useMutation({
    mutationFn: () => api.removeSingleSignOn(),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ssoQuery.queryKey })
      toast('Single sign-on is removed.')
      onClose()
    },
  })
  const isTyped = form.values.name.trim() === workspace.name
  const press = () => {
    setTried(true)
    if (isTyped) remove.mutate()
    else form.refuse({ name: { text: `Write ${workspace.name}.` } })
  }
  return (
    <Dialog
      opened
      onClose={onClose}
      title="Remove single sign-on?"
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            Keep it
          </Button>
          <Button color="red" loading={remove.isPending} onClick={press}>
            Remove it
          </Button>
        </>
      }
    >
      <DialogWords>
        <p>
          Nobody is signed in by the provider any more, and the domains have to be confirmed anew. Members stay members;
          whoever has no password sets one by “Forgot?”.
        </p>
        <TextField form={form} name="name" label={`To confirm, write the name of the workspace: ${workspace.name}`} />
        {tried && remove.isError && (
          <Banner tone="red" title="It was not removed." urgent>
            {remove.error.message}
          </Banner>
        )}
      </DialogWords>
    </Dialog>
  )
}
