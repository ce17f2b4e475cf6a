import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { api, type Group } from '../api.ts'
import { Banner } from '../ui/Banner.tsx'
import { Dialog, DialogWords } from '../ui/Dialog.tsx'
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
    <Dialog
      opened
      onClose={onClose}
      title={`Delete the group ${group.name}?`}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            Keep it
          </Button>
          <Button color="red" loading={remove.isPending} onClick={press()}>
            Delete it
          </Button>
        </>
      }
    >
      <DialogWords>
        <p>
          {group.people.count === 0 ? 'Nobody is in it.' : `${peopleIn(group)} in it: they stay, without the group.`} It
          does not come back; one of the same name begins empty.
        </p>
        {remove.isError && (
          <Banner tone="red" title="It was not deleted." urgent>
            {remove.error.message}
          </Banner>
        )}
      </DialogWords>
    </Dialog>
  )
}
