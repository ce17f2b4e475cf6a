import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../api.ts'
import { ConfirmDialog } from '../ui/Dialog.tsx'
import { toast } from '../ui/toast.tsx'
import { installationQuery } from '../workspaces/queries.ts'

export function NoServerDialog({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: () => api.changeInstallation({ mail: null }),
    onSuccess: (installation) => {
      queries.setQueryData(installationQuery.queryKey, installation)
      toast('No mail goes out any more.')
      onClose()
    },
  })
  return (
    <ConfirmDialog
      title="Use no mail server?"
      words={{ keep: 'Keep it', act: 'Use none', failed: 'Nothing was changed.' }}
      request={remove}
      danger
      onAct={() => remove.mutate()}
      onClose={onClose}
    >
      <p>
        Address and password are erased. Invitations become links to copy, and a forgotten password cannot be set anew.
      </p>
    </ConfirmDialog>
  )
}
