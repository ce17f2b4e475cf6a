import { IconBell, IconDeviceMobile, IconMail } from '@tabler/icons-react'
import type { MessageOut } from '../api.ts'
import classes from './MessageList.module.css'
import { channelWords } from './words.ts'

const icons = { sms: IconDeviceMobile, email: IconMail, in_app: IconBell }

/** Who it is for, by name where it is known, and on which channel. */
export function Recipient({ message: { channel, recipient, to } }: { message: MessageOut }) {
  const Icon = icons[channel]
  return (
    <span className={classes.who}>
      <Icon size={15} stroke={1.75} className={classes.channel} role="img" aria-label={channelWords[channel]} />
      <span>
        {recipient}
        {recipient && to && ' '}
        {to && <span className={recipient ? 'quiet' : undefined}>{to}</span>}
        {!recipient && !to && 'Nobody known'}
      </span>
    </span>
  )
}
