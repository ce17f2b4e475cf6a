import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useCan } from '../shell/session.ts'
import { Banner } from '../ui/Banner.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { firstSentence } from './first-sentence.ts'
import { PointDialog } from './PointDialog.tsx'
import { repliesQuery } from './queries.ts'

/** Message 8: STOP does not come here. */
export function RepliesBanner({ reason, canPoint }: { reason: string; canPoint: boolean }) {
  const [opened, dialog] = useDisclosure(false)
  const mayConfigure = useCan('sms.configure')
  const replies = useQuery(repliesQuery)
  const [first, rest] = firstSentence(reason)
  const points = canPoint && mayConfigure && replies.data?.senders.some((sender) => sender.can_point)
  return (
    <>
      <Banner
        tone="amber"
        title={first}
        action={points && <LinkButton onClick={dialog.open}>Point to Handset…</LinkButton>}
      >
        {rest}
      </Banner>
      {opened && replies.data && <PointDialog replies={replies.data} onClose={dialog.close} />}
    </>
  )
}
