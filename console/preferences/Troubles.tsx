import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CHANNELS, type Channel } from '../../shared/preferences.ts'
import { api, type Preferences } from '../api.ts'
import { useCan, useIsOperator } from '../shell/session.ts'
import { Banner } from '../ui/Banner.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { toast, toastFailure } from '../ui/toast.tsx'
import classes from './Preferences.module.css'
import { preferencesQuery } from './queries.ts'

type Trouble = Preferences['channels'][Channel]['troubles'][number]

/** Where the switches of a channel point for why it does not work. */
export function troublesId(channel: Channel): string {
  return `no-${channel}`
}

const TITLES = {
  in_app: 'Your inbox gets nothing now.',
  email: 'No mail reaches you now.',
  sms: 'No text reaches you now.',
} as const satisfies Record<Channel, string>

/** Why what is chosen would not come true, and what to do about it: the nearest reason first. */
export function Troubles({ channels }: { channels: Preferences['channels'] }) {
  const troubled = CHANNELS.filter((channel) => channels[channel].troubles.length > 0).toReversed()
  if (troubled.length === 0) return null
  return (
    <div className={classes.troubles}>
      {troubled.map((channel) => {
        const [first, ...rest] = channels[channel].troubles
        return (
          <div key={channel} id={troublesId(channel)}>
            <Banner tone="amber" title={TITLES[channel]} action={<Remedy trouble={first!} />}>
              {first!.text} {rest.length > 0 && `Besides: ${rest.map(({ text }) => text).join(' ')} `}
              You can choose all the same.
            </Banner>
          </div>
        )
      })}
    </div>
  )
}

const OWN_NUMBER: Partial<Record<Trouble['reason'], string>> = {
  no_phone: 'Add your number',
  unverified: 'Confirm your number',
  switched_off: 'Switch texts on',
  opted_out: 'See how to undo that',
}

/** What the reader can do themselves; otherwise whom to ask. */
function Remedy({ trouble: { reason } }: { trouble: Trouble }) {
  const mayConfigure = useCan('sms.configure')
  const isOperator = useIsOperator()
  const own = OWN_NUMBER[reason]
  if (own)
    return (
      <Link to="/profile" hash="sms">
        {own}
      </Link>
    )
  if (reason === 'mails_stopped') return <ResumeMails />
  if (reason === 'no_mail_server')
    return isOperator ? <Link to="/installation/mail">Set a mail server</Link> : <span>Ask the operator.</span>
  if (mayConfigure && CHANNEL_ONES.has(reason)) return <Link to="/settings/sms">Open SMS settings</Link>
  return <span>Ask an administrator.</span>
}

/** Undoes what the link in a mail did, which needs no sign-in. */
function ResumeMails() {
  const queries = useQueryClient()
  const resume = useMutation({
    mutationFn: api.resumeMails,
    onSuccess: (preferences) => {
      queries.setQueryData(preferencesQuery.queryKey, preferences)
      toast('Mails about alerts come again.')
    },
    onError: (error) => toastFailure('They are still stopped.', error),
  })
  return (
    <LinkButton disabled={resume.isPending} onClick={() => resume.mutate()}>
      Let them come again
    </LinkButton>
  )
}

const CHANNEL_ONES = new Set<Trouble['reason']>(['not_ready', 'channel_off', 'no_sender', 'redirected', 'suspended'])
