import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Banner } from '../ui/Banner.tsx'
import { Dialog, DialogWords } from '../ui/Dialog.tsx'
import { toast } from '../ui/toast.tsx'
import { useOnce } from '../ui/useOnce.ts'
import { type Operator, operatorsApi } from './api.ts'
import { useRefresh } from './queries.ts'

/** Of oneself it is stepping down. */
export function RemoveDialog({ operator, onClose }: { operator: Operator; onClose: () => void }) {
  const { id, name, you } = operator
  const refresh = useRefresh()
  const remove = useMutation({
    mutationFn: () => operatorsApi.remove(id),
    onSuccess: async () => {
      // What this page shows is for operators, which they are no longer.
      if (you) return location.assign('/')
      await refresh()
      toast(`${name} is no operator any more.`)
      onClose()
    },
  })
  const press = useOnce(remove)
  return (
    <Dialog
      opened
      onClose={onClose}
      title={you ? 'Stop being an operator?' : `Remove ${name} from the operators?`}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            {you ? 'Remain one' : 'Keep them'}
          </Button>
          <Button color="red" loading={remove.isPending} onClick={press()}>
            {you ? 'Step down' : 'Remove'}
          </Button>
        </>
      }
    >
      <DialogWords>
        <p>
          {you
            ? 'From your next click on you see nothing of the installation any more. Only another operator makes you one again.'
            : 'From their next click on they see nothing of the installation any more.'}
        </p>
        <p>Workspaces, and what {you ? 'you' : 'they'} may do in them, are not touched.</p>
      </DialogWords>
      {remove.isError && (
        <Banner tone="red" title={you ? 'You are still one.' : 'Nobody was removed.'} urgent>
          {remove.error.message}
        </Banner>
      )}
    </Dialog>
  )
}
