import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { RepliesOut, SettingsOut } from '../api.ts'
import { useCan } from '../shell/session.ts'
import { ToneIcon } from '../ui/Chip.tsx'
import { Code } from '../ui/Copy.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Row } from '../ui/Section.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import { PointDialog } from './PointDialog.tsx'
import { PutBack } from './PutBack.tsx'
import { repliesQuery } from './queries.ts'
import classes from './RepliesRows.module.css'
import { isRecorded, type RepliesSender, type ReplyState, repliesSenderWords, replyTones } from './replies-words.ts'
import { providerInSentence } from './words.ts'

/** Where what people answer goes at the provider, and the way to have it come here. */
export function RepliesRows({ settings }: { settings: SettingsOut }) {
  const replies = useQuery(repliesQuery)
  if (replies.isError) return <LoadError thing="where replies go" retry={replies.refetch} />
  if (!replies.data)
    return (
      <Row label="Replies">
        <Bar width={180} />
      </Row>
    )
  return <Known settings={settings} replies={replies.data} />
}

function Known({ settings, replies }: { settings: SettingsOut; replies: RepliesOut }) {
  const [opened, dialog] = useDisclosure(false)
  const mayConfigure = useCan('sms.configure')
  const { state, sentence, senders, trouble, address } = replies
  if (state === null) return null
  const used = senders.filter((sender) => sender.in_use)
  const points = mayConfigure && used.some((sender) => sender.can_point)
  const byHand = senders.some((sender) => sender.in_use && ['unreadable', 'application'].includes(sender.state))
  return (
    <>
      <Row label="Replies" aside={points && <LinkButton onClick={dialog.open}>Point to Handset…</LinkButton>}>
        <Where state={state}>{sentence}</Where>
        {trouble && <div className="quiet">Could not be asked again: {trouble}.</div>}
      </Row>
      {used.length > 1 && used.map((sender) => <Each key={sender.id} sender={sender} />)}
      <PutBack senders={senders} />
      {byHand && address && (
        <div className={classes.address}>
          <Code text={address} label="address for replies" wraps />
        </div>
      )}
      {state !== 'sender_cannot_receive' && <Answered settings={settings} recorded={isRecorded(state)} />}
      {opened && <PointDialog replies={replies} onClose={dialog.close} />}
    </>
  )
}

function Each({ sender }: { sender: RepliesSender }) {
  return (
    <Row label={repliesSenderWords(sender)}>
      <Where state={sender.state}>{sender.sentence}</Where>
    </Row>
  )
}

/** Sentences, where a chip would be cut off. */
function Where({ state, children }: { state: ReplyState; children: React.ReactNode }) {
  return (
    <div className={classes.where}>
      <ToneIcon tone={replyTones[state]} />
      <span>{children}</span>
    </div>
  )
}

/** Short codes are left to their owners by the provider; everything else it answers itself. */
function Answered({ settings, recorded }: { settings: SettingsOut; recorded: boolean }) {
  const provider = providerInSentence[settings.provider ?? 'twilio']
  const isShortCode = settings.sender?.kind === 'short_code'
  const record = recorded ? 'recorded by Handset' : 'not recorded by Handset'
  return (
    <>
      <Row label="STOP and START">
        {isShortCode ? 'answered and recorded by Handset' : `answered by ${provider} · ${record}`}
      </Row>
      {!isShortCode && <Row label="HELP">{provider.replace(/^t/, 'T')} answers without your contact</Row>}
    </>
  )
}
