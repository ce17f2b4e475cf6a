import { useDisclosure } from '@mantine/hooks'
import { api } from '../api.ts'
import { useCan } from '../shell/session.ts'
import { ConfirmDialog } from '../ui/Dialog.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Row } from '../ui/Section.tsx'
import { Time } from '../ui/Time.tsx'
import { toast } from '../ui/toast.tsx'
import { type RepliesSender, repliesSenderWords } from './replies-words.ts'
import { useChangeReplies } from './useChangeReplies.ts'

/** What stood there before it was pointed here, for as long as it can be put back. */
export function PutBack({ senders }: { senders: RepliesSender[] }) {
  return senders.filter((sender) => sender.can_put_back).map((sender) => <One key={sender.id} sender={sender} />)
}

export function oldAddress({ before, kind }: Pick<RepliesSender, 'before' | 'kind'>): string {
  return before?.address ?? (kind === 'messaging_service' ? 'dropped' : 'nowhere')
}

function One({ sender }: { sender: RepliesSender }) {
  const [asking, ask] = useDisclosure(false)
  const mayConfigure = useCan('sms.configure')
  const name = repliesSenderWords(sender)
  const change = useChangeReplies(api.putRepliesBack, () => {
    ask.close()
    toast('Put back. Replies go where they went before.')
  })
  const { before } = sender
  if (!before) return null
  return (
    <>
      <Row
        label="Before"
        aside={
          mayConfigure && (
            <LinkButton onClick={ask.open} aria-label={`Put back ${name}`}>
              Put back
            </LinkButton>
          )
        }
      >
        <span className={before.address ? 'mono' : undefined}>{oldAddress(sender)}</span>{' '}
        <span className="quiet">
          {!sender.in_use && `${name} · `}until {before.by} pointed it here <Time at={before.at} />
        </span>
      </Row>
      {asking && (
        <ConfirmDialog
          title="Put the old address back?"
          onClose={ask.close}
          words={{ keep: 'Leave it', act: 'Put back', failed: 'It was not put back.' }}
          request={change}
          onAct={() => change.mutate([{ id: sender.id }])}
        >
          Replies of {name} go to {oldAddress(sender)} again, and STOP is no longer recorded here. Voice settings are
          not touched.
        </ConfirmDialog>
      )}
    </>
  )
}
