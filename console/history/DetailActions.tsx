import { ActionIcon, Button, CopyButton, Menu, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCheck, IconDots, IconLink } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, type Decision, type MessageDetail } from '../api.ts'
import { DecideDialog } from '../decisions/DecideDialog.tsx'
import { settingsQuery } from '../settings/queries.ts'
import { useCan } from '../shell/session.ts'
import { toast, toastFailure } from '../ui/toast.tsx'
import { WhyNotButton } from '../ui/WhyNotButton.tsx'
import { curlLike } from './curl.ts'
import classes from './DetailPanel.module.css'
import { ReceiptReport } from './ReceiptReport.tsx'

export function DetailActions({ message }: { message: MessageDetail }) {
  const maySend = useCan('messages.send')
  const mayDecide = maySend && message.doubt?.undecided
  return (
    <>
      {mayDecide && <Decide message={message} />}
      <div className={classes.buttons}>
        {maySend && !mayDecide && <SendAgain message={message} />}
        <CopyButton value={`${window.location.origin}/history/${message.id}`} timeout={1500}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? 'Copied' : 'Copy link'}>
              <ActionIcon size="var(--icon-control)" aria-label={copied ? 'Copied' : 'Copy link'} onClick={copy}>
                {copied ? <IconCheck size={16} stroke={1.75} /> : <IconLink size={16} stroke={1.75} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
        <MoreMenu message={message} />
      </div>
    </>
  )
}

/** Neither its receipt nor the provider's list tells whether it was sent. */
function Decide({ message }: { message: MessageDetail }) {
  const [decision, decide] = useState<Decision | null>(null)
  return (
    <div className={classes.decide}>
      <Button variant="default" onClick={() => decide('it_was_sent')}>
        It was sent
      </Button>
      <Button variant="default" onClick={() => decide('send_again')}>
        Send again
      </Button>
      {decision && <DecideDialog text={message} decision={decision} onClose={() => decide(null)} />}
    </div>
  )
}

/** Only where it can help; elsewhere it says why it cannot. */
function SendAgain({ message }: { message: MessageDetail }) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { possible, why_not } = message.send_again
  const again = useMutation({
    mutationFn: () => api.sendAgain(message.id),
    onSuccess: ({ id }) => {
      toast('Sent again, as a new message.')
      void queries.invalidateQueries({ queryKey: ['messages'] })
      void queries.invalidateQueries({ queryKey: ['message', message.id] })
      void navigate({ to: '/history/$id', params: { id }, search: true })
    },
    onError: (error) => toastFailure('It was not sent again.', error),
  })
  // A text in doubt is decided about, not sent anew.
  const mayHelp =
    message.status_group === 'failed' || message.status_group === 'skipped' || message.status === 'unknown'
  if (!possible && !mayHelp) return null
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

function MoreMenu({ message }: { message: MessageDetail }) {
  const [report, reportDialog] = useDisclosure(false)
  const mayRead = useCan('sms.read')
  const settings = useQuery({ ...settingsQuery, enabled: mayRead && message.provider === 'simulator' })
  const elsewhere =
    message.provider === 'twilio' && message.provider_id
      ? { label: 'Open at Twilio ↗', href: `https://console.twilio.com/us1/monitor/logs/sms/${message.provider_id}` }
      : message.provider === 'simulator' && settings.data?.simulator.page_url
        ? { label: 'Open handsets ↗', href: settings.data.simulator.page_url }
        : null
  const put = (text: string, what: string) => {
    navigator.clipboard.writeText(text).then(
      () => toast(`${what} copied.`),
      (error: unknown) => toastFailure(`${what} could not be copied.`, error),
    )
  }
  return (
    <>
      <Menu position="bottom-end" width={208}>
        <Menu.Target>
          <ActionIcon size="var(--icon-control)" aria-label="More">
            <IconDots size={17} stroke={1.75} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {elsewhere && (
            <Menu.Item component="a" href={elsewhere.href} target="_blank" rel="noreferrer">
              {elsewhere.label}
            </Menu.Item>
          )}
          <Menu.Item onClick={() => put(message.id, 'Id')}>Copy id</Menu.Item>
          <Menu.Item onClick={() => put(curlLike(message), 'curl')}>Copy as curl</Menu.Item>
          <Menu.Item onClick={reportDialog.open}>Report of all receipts</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ReceiptReport message={message} opened={report} onClose={reportDialog.close} />
    </>
  )
}
