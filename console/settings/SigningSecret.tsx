import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../api.ts'
import { useCan } from '../shell/session.ts'
import { Code } from '../ui/Copy.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { toastFailure } from '../ui/toast.tsx'
import { changesQuery, settingsQuery } from './queries.ts'

/** Makes a new signing secret: the stored one cannot be read, so showing one means making one. */
export function SigningSecret() {
  const mayEdit = useCan('sms.configure')
  const [asking, ask] = useDisclosure(false)
  const queries = useQueryClient()
  const make = useMutation({
    mutationFn: api.newSigningSecret,
    onSuccess: () => {
      ask.close()
      void queries.invalidateQueries({ queryKey: settingsQuery.queryKey })
      void queries.invalidateQueries({ queryKey: changesQuery.queryKey })
    },
    onError: (error) => toastFailure('The signing secret is the one it was.', error),
  })
  if (!mayEdit) return null
  return (
    <>
      <LinkButton onClick={ask.open} aria-label="Replace the signing secret">
        Replace
      </LinkButton>
      <Dialog
        opened={asking}
        onClose={ask.close}
        title="Replace the signing secret?"
        actions={
          <>
            <Button variant="default" onClick={ask.close}>
              Keep it
            </Button>
            <Button loading={make.isPending} onClick={() => make.mutate()}>
              Replace and show once
            </Button>
          </>
        }
      >
        The next text is signed with the new one. An endpoint that still checks with the old one refuses it, and refused
        texts are failed.
      </Dialog>
      <SecretOnce secret={make.data?.signing_secret ?? null} onClose={make.reset} />
    </>
  )
}

/** A secret that is shown this once. */
export function SecretOnce({ secret, onClose }: { secret: string | null; onClose: () => void }) {
  return (
    <Dialog
      opened={secret !== null}
      onClose={onClose}
      title="Signing secret"
      actions={<Button onClick={onClose}>I have copied it</Button>}
    >
      <p style={{ paddingBottom: 12 }}>
        Shown this once. Your endpoint checks with it that a request came from Handset.
      </p>
      {secret && <Code text={secret} label="signing secret" wraps />}
    </Dialog>
  )
}
