import { IconExternalLink } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, type ReadinessOut } from '../api.ts'
import { ToneIcon } from '../ui/Chip.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import { Time } from '../ui/Time.tsx'
import { toastFailure } from '../ui/toast.tsx'
import { readinessQuery } from './queries.ts'
import classes from './Readiness.module.css'
import { checkGroups, checkTones } from './readiness-words.ts'

type Check = ReadinessOut['checks'][number]

/** What stands between now and a text that arrives, line by line. `onGo` before an action leads elsewhere; what is inherited is checked by the operator and by itself. */
export function Readiness({ onGo, inherited }: { onGo?: () => void; inherited: boolean }) {
  const queries = useQueryClient()
  const readiness = useQuery(readinessQuery)
  const again = useMutation({
    mutationFn: api.checkReadiness,
    onSuccess: (now) => queries.setQueryData(readinessQuery.queryKey, now),
    onError: (error) => toastFailure('It could not be checked again.', error),
  })
  return (
    <section aria-label="Readiness" className={classes.readiness}>
      <div className={classes.head}>
        <h2 className={classes.title}>Readiness</h2>
        <Link to="/settings/sms/diagnose" {...(onGo && { onClick: onGo })} className={classes.diagnose}>
          Diagnose
        </Link>
        {!inherited && (
          <LinkButton disabled={again.isPending || !readiness.data} onClick={() => again.mutate()}>
            {again.isPending ? 'Checking…' : 'Check again'}
          </LinkButton>
        )}
      </div>
      {readiness.isError && <LoadError thing="readiness" retry={readiness.refetch} />}
      {readiness.isPending && <Waiting />}
      <div aria-live="polite">{readiness.data && <Groups checks={readiness.data.checks} onGo={onGo} />}</div>
      {readiness.data?.checked_at && (
        <p className={classes.checked}>
          Checked <Time at={readiness.data.checked_at} as="hour" />
        </p>
      )}
    </section>
  )
}

function Groups({ checks, onGo }: { checks: Check[]; onGo: (() => void) | undefined }) {
  return checkGroups.map(([group, title]) => {
    const lines = checks.filter((check) => check.group === group)
    const good = lines.filter((check) => check.status === 'ok' || check.status === 'off').length
    return (
      lines.length > 0 && (
        <div key={group} className={classes.group}>
          <h3 className={classes.groupTitle}>
            {title}
            <span className={classes.count}>
              {good}/{lines.length}
            </span>
          </h3>
          <ul className={classes.lines}>
            {lines.map((check) => (
              <Line key={check.id} check={check} onGo={onGo} />
            ))}
          </ul>
        </div>
      )
    )
  })
}

const spoken = { ok: 'In order', warn: 'Warning', fail: 'Failed', unknown: 'Not known', off: 'Off' }

function Line({ check, onGo }: { check: Check; onGo: (() => void) | undefined }) {
  const quiet = check.status === 'ok' || check.status === 'off'
  return (
    <li className={classes.line}>
      <span className={classes.icon}>
        <ToneIcon tone={checkTones[check.status]} size={15} />
        <span className="visually-hidden">{spoken[check.status]}:</span>
      </span>
      <div>
        <span className={classes.what}>{check.title}</span> <span className={classes.why}>{check.reason}</span>
        {!quiet && check.remedy && <span className={classes.why}> {check.remedy}</span>}
      </div>
      {!quiet && check.href && <Action href={check.href} title={check.title} onGo={onGo} />}
    </li>
  )
}

function Action({ href, title, onGo }: { href: string; title: string; onGo: (() => void) | undefined }) {
  if (/^https?:/.test(href)) {
    return (
      <a href={href} target="_blank" rel="noreferrer" aria-label={`Open for ${title}: another site`}>
        Open <IconExternalLink size={13} stroke={1.75} style={{ verticalAlign: -2 }} aria-hidden />
      </a>
    )
  }
  const [path = '', place = ''] = href.split('#')
  const word = path === '/settings/sms' ? 'Fix' : 'Open'
  return (
    <Link to={path} hash={place} aria-label={`${word} ${title}`} {...(onGo && { onClick: onGo })}>
      {word}
    </Link>
  )
}

function Waiting() {
  return ['60%', '80%', '70%', '75%', '50%'].map((width) => (
    <p key={width} className={classes.line}>
      <Bar width={width} />
    </p>
  ))
}
