import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Banner } from '../ui/Banner.tsx'
import { Dialog, DialogWords } from '../ui/Dialog.tsx'
import { Time } from '../ui/Time.tsx'
import { toast } from '../ui/toast.tsx'
import { useOnce } from '../ui/useOnce.ts'
import { type ScimToken, scimApi } from './api.ts'

interface EndTokenDialogProps {
  token: ScimToken
  /** Without it no directory is let in. */
  last: boolean
  onClose: () => void
}

export function EndTokenDialog({ token: { id, name, last_used_at }, last, onClose }: EndTokenDialogProps) {
  const queries = useQueryClient()
  const end = useMutation({
    mutationFn: () => scimApi.endToken(id),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['scim'] })
      toast(`The token ${name} is ended.`)
      onClose()
    },
  })
  const press = useOnce(end)
  return (
    <Dialog
      opened
      onClose={onClose}
      title={`End the token ${name}?`}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            Keep it
          </Button>
          <Button color="red" loading={end.isPending} onClick={press()}>
            End it
          </Button>
        </>
      }
    >
      <DialogWords>
        <p>
          {last_used_at ? (
            <>
              It was last used <Time at={last_used_at} />. Whatever uses it is refused within a second.
            </>
          ) : (
            'It was never used.'
          )}{' '}
          This cannot be undone.
        </p>
        {last && (
          <p>It is the only one: whom the directory keeps here stays, and nothing that it changes arrives any more.</p>
        )}
      </DialogWords>
      {end.isError && (
        <Banner tone="red" title="It was not ended." urgent>
          {end.error.message}
        </Banner>
      )}
    </Dialog>
  )
}
