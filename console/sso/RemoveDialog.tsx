import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../api.ts'
import { useMe } from '../shell/session.ts'
import { ConfirmDialog } from '../ui/Dialog.tsx'
import { useForm } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.tsx'
import { ssoQuery } from './queries.ts'

export function RemoveDialog({ onClose }: { onClose: () => void }) {
  const { workspace } = useMe()
  const queries = useQueryClient()
  const form = useForm({ name: '' }, () => ({}))
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
    if (isTyped) remove.mutate()
    else form.refuse({ name: { text: `Write ${workspace.name}.` } })
  }
  return (
    <ConfirmDialog
      title="Remove single sign-on?"
      words={{ keep: 'Keep it', act: 'Remove it', failed: 'It was not removed.' }}
      request={remove}
      danger
      onAct={press}
      onClose={onClose}
    >
      <p>
        Nobody is signed in by the provider any more, and the domains have to be confirmed anew. Members stay members;
        whoever has no password sets one by “Forgot?”.
      </p>
      <TextField form={form} name="name" label={`To confirm, write the name of the workspace: ${workspace.name}`} />
    </ConfirmDialog>
  )
}
