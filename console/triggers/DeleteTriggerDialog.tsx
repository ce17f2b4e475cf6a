import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ConfirmDialog } from '../ui/Dialog.tsx'
import { useLeaving } from '../ui/leaving.tsx'
import { toast } from '../ui/toast.tsx'
import { useOnce } from '../ui/useOnce.ts'
import { type Trigger, triggersApi } from './api.ts'
import { triggersQuery } from './queries.ts'

export function DeleteTriggerDialog({ trigger, onClose }: { trigger: Trigger; onClose: () => void }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { settle } = useLeaving()
  const remove = useMutation({
    mutationFn: () => triggersApi.remove(trigger.id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: triggersQuery.queryKey })
      toast(`The trigger ${trigger.name} is deleted.`)
      settle()
      await navigate({ to: '/settings/triggers' })
    },
  })
  const press = useOnce(remove)
  return (
    <ConfirmDialog
      title={`Delete the trigger ${trigger.name}?`}
      words={{ keep: 'Keep it', act: 'Delete it', failed: 'It was not deleted.' }}
      request={remove}
      danger
      onAct={press()}
      onClose={onClose}
    >
      <p>It does not come back. To stop it for a while, switch it off instead.</p>
    </ConfirmDialog>
  )
}
