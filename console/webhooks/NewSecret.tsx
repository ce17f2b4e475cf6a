import { Button } from '@mantine/core'
import { Code } from '../ui/Copy.tsx'
import { Dialog, DialogWords } from '../ui/Dialog.tsx'
import type { Webhook } from './api.ts'
import { VERIFY_SAMPLE } from './verify-sample.ts'

interface NewSecretProps {
  made: { webhook: Webhook; secret: string }
  onClose: () => void
}

/** The only time that it is shown. */
export function NewSecret({ made: { webhook, secret }, onClose }: NewSecretProps) {
  return (
    <Dialog
      opened
      stays
      onClose={onClose}
      title={webhook.secret.old_until ? 'The new secret' : 'Its secret'}
      width={640}
      actions={<Button onClick={onClose}>I have copied it</Button>}
    >
      <DialogWords>
        <p>
          Shown this once. With it your endpoint sees that a call comes from Handset and was not changed on its way.
          {webhook.secret.old_until && ' For 24 hours the old one signs each call too, so there is time to put it in.'}
        </p>
        <Code text={secret} label="the secret" wraps />
        <p>In Node, before you believe what a call says:</p>
        <Code text={VERIFY_SAMPLE} label="the sample" />
      </DialogWords>
    </Dialog>
  )
}
