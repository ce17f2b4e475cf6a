import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, type Inbound } from '../api.ts'
import { useCan } from '../shell/session.ts'
import { shownNumber } from '../texts/shown-number.ts'
import { ConfirmDialog } from '../ui/Dialog.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { toast } from '../ui/toast.tsx'
import { useOnce } from '../ui/useOnce.ts'
import classes from './Replies.module.css'

type Decision = 'stop' | 'not_stop'

/** Somebody has to say what a text means that may be a wish for no more. */
export function Review({ text }: { text: Inbound }) {
  const mayDecide = useCan('consent.write')
  const [decision, decide] = useState<Decision | null>(null)
  if (text.reading !== 'perhaps_stop' || text.decision?.decision === 'stop') return null
  return (
    <div className={classes.review}>
      {!text.decision && (
        <p>
          This may be a wish for no more texts. What campaigns send to the number waits until somebody says whether it
          is
          {mayDecide ? '' : ' (whoever may change opt-outs can)'}; other texts go on.
        </p>
      )}
      {mayDecide && !text.decision && (
        <div className={classes.choices}>
          <Button variant="default" onClick={() => decide('stop')}>
            It means STOP
          </Button>
          <Button variant="default" onClick={() => decide('not_stop')}>
            It does not
          </Button>
        </div>
      )}
      {mayDecide && text.decision && <LinkButton onClick={() => decide('stop')}>It means STOP after all</LinkButton>}
      {decision && <ReviewDialog text={text} decision={decision} onClose={() => decide(null)} />}
    </div>
  )
}

const WORDS = {
  stop: { title: 'It means STOP?', act: 'It means STOP', done: 'Stopped. No text to the number begins from now on.' },
  not_stop: { title: 'It does not mean STOP?', act: 'It does not', done: 'Taken for something else. Texts go on.' },
} as const

interface ReviewDialogProps {
  text: Inbound
  decision: Decision
  onClose: () => void
}

function ReviewDialog({ text, decision, onClose }: ReviewDialogProps) {
  const queries = useQueryClient()
  const { title, act, done } = WORDS[decision]
  const review = useMutation({
    mutationFn: () => api.reviewInbound(text.id, decision),
    onSuccess: () => {
      onClose()
      toast(done)
    },
    // Decided by somebody else meanwhile, it is another text than the one that is shown.
    onSettled: () => void queries.invalidateQueries(),
  })
  const press = useOnce(review)
  return (
    <ConfirmDialog
      title={title}
      words={{ keep: 'Leave it open', act, failed: 'Nothing was decided.' }}
      request={review}
      onClose={onClose}
      onAct={press()}
    >
      {decision === 'stop' ? (
        <p>
          No text to {text.from} begins from now on, and what waits for it is skipped. It counts as their own word: only
          START from the phone to {shownNumber(text.to)} undoes it. Email and inbox go on.
        </p>
      ) : (
        <p>
          Texts to {text.from} go on, those of campaigns too. You may still say later that it means STOP. In the United
          States a wish in any words has to be met within ten business days.
        </p>
      )}
      <p>It is written down who decided it.</p>
    </ConfirmDialog>
  )
}
