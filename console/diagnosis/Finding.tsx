import { Link } from '@tanstack/react-router'
import { Copy } from '../ui/Copy.tsx'
import classes from './Diagnosis.module.css'

interface FindingProps {
  meaning: string
  action: { text: string; href: string | null } | null
  /** To be pasted to the person. */
  reply?: string | null
}

/** What it means, the one thing to do, and what to tell the person. */
export function Finding({ meaning, action, reply }: FindingProps) {
  return (
    <dl className={classes.finding}>
      <dt>Meaning</dt>
      <dd>{meaning}</dd>
      {action && (
        <>
          <dt>Do</dt>
          <dd>
            {action.text} {action.href && <Where href={action.href} />}
          </dd>
        </>
      )}
      {reply && (
        <>
          <dt>Tell them</dt>
          <dd>
            <q className={classes.reply}>{reply}</q> <Copy value={reply} label="what to tell them" />
          </dd>
        </>
      )}
    </dl>
  )
}

function Where({ href }: { href: string }) {
  const [path = '', hash = ''] = href.split('#')
  return (
    <Link to={path} {...(hash && { hash })}>
      {nameOf(path)}
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
  ['/settings/triggers/new', 'Open Triggers'],
  ['/settings/triggers/', 'Open the trigger'],
  ['/settings/sms', 'Open SMS settings'],
  ['/settings/members', 'Open Members'],
  ['/opt-outs', 'Open Opt-outs'],
]

function nameOf(path: string): string {
  return NAMES.find(([start]) => path.startsWith(start))?.[1] ?? 'Open'
}
