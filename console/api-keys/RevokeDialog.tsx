import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ApiKey, api } from '../api.ts'
import { Banner } from '../ui/Banner.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Time } from '../ui/Time.tsx'
import { toast } from '../ui/toast.tsx'
import { useOnce } from '../ui/useOnce.ts'

export function RevokeDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const queries = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => api.revokeApiKey(apiKey.id),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['api-keys'] })
      toast(`${apiKey.name} is revoked.`)
      onClose()
    },
  })
  const press = useOnce(revoke)
  return (
    <Dialog
      opened
      onClose={onClose}
      title={`Revoke ${apiKey.name}?`}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            Keep it
          </Button>
          <Button color="red" loading={revoke.isPending} onClick={press()}>
            Revoke
          </Button>
        </>
      }
    >
      {apiKey.last_used_at ? (
        <>
          It was last used <Time at={apiKey.last_used_at} />. Whatever uses it is refused within a second;
        </>
      ) : (
        'It was never used. From now on it is refused;'
      )}{' '}
      what it already asked for is still sent. This cannot be undone.
      {revoke.isError && (
        <div style={{ marginTop: 16 }}>
          <Banner tone="red" title="It was not revoked." urgent>
            {revoke.error.message}
          </Banner>
        </div>
      )}
    </Dialog>
  )
}
