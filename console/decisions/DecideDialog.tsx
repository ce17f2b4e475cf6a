import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api, type Decision, type MessageOut } from '../api.ts'
import { money } from '../texts/money.ts'
import { Banner } from '../ui/Banner.tsx'
import { Dialog, DialogWords } from '../ui/Dialog.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { toast } from '../ui/toast.tsx'

interface DecideDialogProps {
  text: MessageOut
  decision: Decision
  onClose: () => void
}

/** Says what each answer means for the person and for the bill, since neither can be taken back. */
export function DecideDialog({ text, decision, onClose }: DecideDialogProps) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { title, action, done } = WORDS[decision]
  const decide = useMutation({
    mutationFn: () => api.decide(text.id, decision),
    onSuccess: () => {
      onClose()
      toast(
        <>
          {done}{' '}
          <LinkButton onClick={() => void navigate({ to: '/history/$id', params: { id: text.id }, search: {} })}>
            Open it
          </LinkButton>
        </>,
      )
    },
    // Decided by somebody else meanwhile, it is gone from the list as well.
    onSettled: () => void queries.invalidateQueries(),
  })
  return (
    <Dialog
      opened
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            Leave it open
          </Button>
          <Button loading={decide.isPending} onClick={() => decide.mutate()}>
            {action}
          </Button>
        </>
      }
    >
      <DialogWords>
        {decision === 'it_was_sent' ? <Sent text={text} /> : <SendAgain text={text} />}
        <p>This cannot be undone. It is written down who decided it.</p>
        {decide.isError && (
          <Banner tone="red" title="Nothing was decided." urgent>
            {decide.error.message}
          </Banner>
        )}
      </DialogWords>
    </Dialog>
  )
}

const WORDS = {
  it_was_sent: { title: 'It was sent?', action: 'It was sent', done: 'Taken for sent.' },
  send_again: { title: 'Send it again?', action: 'Send again', done: 'On its way again.' },
} as const satisfies Record<Decision, object>

function Sent({ text }: { text: MessageOut }) {
  return (
    <p>
      The text to {text.to} counts as sent and is never sent again; its {money(text.cost)} stay counted. If it was not
      sent after all, the person gets nothing.
    </p>
  )
}

function SendAgain({ text }: { text: MessageOut }) {
  return (
    <p>
      The text goes to {text.to} once more, for another {money(text.cost)}. If the first one was sent after all, the
      person gets it twice and both are paid for; should a receipt prove that, it is shown in its history.
    </p>
  )
}
