import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../api.ts'
import { Banner } from '../ui/Banner.tsx'
import { Dialog, DialogWords } from '../ui/Dialog.tsx'
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
    <Dialog
      opened
      onClose={onClose}
      title="Use no mail server?"
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            Keep it
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
            Use none
          </Button>
        </>
      }
    >
      <DialogWords>
        <p>
          Address and password are erased. Invitations become links to copy, and a forgotten password cannot be set
          anew.
        </p>
        {remove.isError && (
          <Banner tone="red" title="Nothing was changed." urgent>
            {remove.error.message}
          </Banner>
        )}
      </DialogWords>
    </Dialog>
  )
}
