import { Button } from '@mantine/core'
import type { Invitation } from '../api.ts'
import { useIsOperator } from '../shell/session.ts'
import { Code } from '../ui/Copy.tsx'
import { Dialog, DialogWords } from '../ui/Dialog.tsx'

interface LinkDialogProps {
  invitation: Invitation
  link: string
  onClose: () => void
}

/** Where Handset sends no mail, whoever invites hands the link over. */
export function LinkDialog({ invitation, link, onClose }: LinkDialogProps) {
  return (
    <Dialog
      opened
      onClose={onClose}
      title={`The link for ${invitation.email}`}
      width={560}
      actions={<Button onClick={onClose}>I have copied it</Button>}
    >
      <LinkWords link={link} email={invitation.email} />
    </Dialog>
  )
}

export function LinkWords({ link, email }: { link: string; email: string }) {
  const isOperator = useIsOperator()
  return (
    <>
      <DialogWords>
        <p>
          Handset sends no mail here, so hand it to {email} yourself, by a way that only they read. It is shown this
          once, works once, and for 7 days.
          {isOperator && ' With a mail server set for the installation, Handset sends it.'}
        </p>
      </DialogWords>
      <div style={{ marginTop: 12 }}>
        <Code text={link} label="invitation link" wraps />
      </div>
    </>
  )
}
