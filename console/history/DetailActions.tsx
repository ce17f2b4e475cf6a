import { ActionIcon, Button, CopyButton, Menu, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCheck, IconDots, IconLink } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Decision, MessageDetail } from '../api.ts'
import { DecideDialog } from '../decisions/DecideDialog.tsx'
import { settingsQuery } from '../settings/queries.ts'
import { useCan } from '../shell/session.ts'
import { toast, toastFailure } from '../ui/toast.tsx'
import { curlLike } from './curl.ts'
import classes from './DetailPanel.module.css'
import { ReceiptReport } from './ReceiptReport.tsx'
import { SendAnew } from './SendAnew.tsx'

export function DetailActions({ message }: { message: MessageDetail }) {
  const maySend = useCan('messages.send')
  const mayDecide = maySend && message.doubt?.undecided
  return (
    <>
      {mayDecide && <Decide message={message} />}
      <div className={classes.buttons}>
        {maySend && !mayDecide && <SendAnew message={message} />}
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
