import { useMutation } from '@tanstack/react-query'
import { api, type Group } from '../api.ts'
import { ConfirmDialog } from '../ui/Dialog.tsx'
import { toast } from '../ui/toast.tsx'
import { useOnce } from '../ui/useOnce.ts'
import { useRefresh } from './queries.ts'
import { peopleIn } from './words.ts'

export function DeleteGroupDialog({ group, onClose }: { group: Group; onClose: () => void }) {
  const refresh = useRefresh()
  const remove = useMutation({
    mutationFn: () => api.deleteGroup(group.id),
    onSuccess: async () => {
      await refresh()
      toast(`The group ${group.name} is deleted. Its people are still here.`)
      onClose()
    },
  })
  const press = useOnce(remove)
  return (
    <ConfirmDialog
      title={`Delete the group ${group.name}?`}
      words={{ keep: 'Keep it', act: 'Delete it', failed: 'It was not deleted.' }}
      request={remove}
      danger
      onAct={press()}
      onClose={onClose}
    >
      <p>
        {group.people.count === 0 ? 'Nobody is in it.' : `${peopleIn(group)} in it: they stay, without the group.`} It
        does not come back; one of the same name begins empty.
      </p>
    </ConfirmDialog>
  )
}
