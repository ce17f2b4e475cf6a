import { IconExternalLink } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'

/** To where something is done: a place of the console, or of the provider's. */
export function Goto({ href }: { href: string }) {
  if (/^https:/.test(href))
    return (
      <a href={href} target="_blank" rel="noreferrer">
        Open {new URL(href).hostname.replace(/^www\./, '')}{' '}
        <IconExternalLink size={13} stroke={1.75} style={{ verticalAlign: -2 }} aria-hidden />
      </a>
    )
  const { pathname, searchParams, hash } = new URL(href, 'https://console')
  return (
    <Link to={pathname} search={Object.fromEntries(searchParams)} {...(hash && { hash: hash.slice(1) })}>
      {nameOf(pathname)}
    </Link>
  )
}

const NAMES: [string, string][] = [
  ['/people/', 'Open the person'],
  ['/people', 'Open People'],
  ['/history/', 'Open the message'],
  ['/history', 'Open History'],
  ['/events/', 'Open the event'],
  ['/events', 'Open Events'],
  ['/decisions', 'Open what needs a decision'],
  ['/replies', 'Open Replies'],
  ['/settings/triggers/new', 'Open Triggers'],
  ['/settings/triggers/', 'Open the trigger'],
  ['/settings/templates', 'Open Templates'],
  ['/settings/sms', 'Open SMS settings'],
  ['/settings/members', 'Open Members'],
  ['/opt-outs', 'Open Opt-outs'],
]

function nameOf(path: string): string {
  return NAMES.find(([start]) => path.startsWith(start))?.[1] ?? 'Open'
}
