import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api, type MessageDetail } from '../api.ts'
import { toast, toastFailure } from '../ui/toast.tsx'
import { WhyNotButton } from '../ui/WhyNotButton.tsx'

/** Another try, by the same channel or by email: only where it can help; elsewhere it says why it cannot. */
export function SendAnew({ message }: { message: MessageDetail }) {
  return (
    <>
      <ByEmail message={message} />
      <Again message={message} />
    </>
  )
}

function Again({ message }: { message: MessageDetail }) {
  const again = useAnew(message, () => api.sendAgain(message.id), {
    done: 'Sent again, as a new message.',
    failed: 'It was not sent again.',
  })
  const { possible, why_not } = message.send_again
  // A text in doubt is decided about, not sent anew.
  if (!possible && !hasFailed(message) && message.status !== 'unknown') return null
  return (
    <WhyNotButton
      whyNot={possible ? null : (why_not ?? 'It would not help.')}
      loading={again.isPending}
      onClick={() => again.mutate()}
    >
      Send again
    </WhyNotButton>
  )
}

/** Of a text to somebody of the directory. */
function ByEmail({ message }: { message: MessageDetail }) {
  const mail = useAnew(message, () => api.sendByEmail(message.id), {
    done: 'Sent by email, as a new message.',
    failed: 'It was not sent by email.',
  })
  const { possible, why_not } = message.send_by_email
  const mayHelp = message.channel === 'sms' && message.person_id !== null && hasFailed(message)
  // What went by email already is named below, with a way to it.
  if (!possible && (!mayHelp || message.instead?.channel === 'email')) return null
  return (
    <WhyNotButton
      whyNot={possible ? null : (why_not ?? 'It would not help.')}
      loading={mail.isPending}
      onClick={() => mail.mutate()}
    >
      Send by email
    </WhyNotButton>
  )
}

function hasFailed({ status_group }: MessageDetail): boolean {
  return status_group === 'failed' || status_group === 'skipped'
}

/** Leads to the new message. */
function useAnew({ id }: MessageDetail, send: () => Promise<{ id: string }>, words: { done: string; failed: string }) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: (made) => {
      toast(words.done)
      void queries.invalidateQueries({ queryKey: ['messages'] })
      void queries.invalidateQueries({ queryKey: ['message', id] })
      void navigate({ to: '/history/$id', params: { id: made.id }, search: true })
    },
    onError: (error) => toastFailure(words.failed, error),
  })
}
