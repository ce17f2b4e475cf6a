import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Mail } from '../api.ts'
import { Chip } from '../ui/Chip.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Section } from '../ui/Section.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import { tableClass } from '../ui/Table.tsx'
import { Time } from '../ui/Time.tsx'
import health from './HealthScreen.module.css'
import classes from './MailsSection.module.css'
import { mailsQuery } from './queries.ts'

const states: Record<Mail['state'], { tone: 'neutral' | 'green' | 'red' | 'amber'; text: string }> = {
  kept: { tone: 'amber', text: 'Kept here' },
  waiting: { tone: 'neutral', text: 'Waiting' },
  sending: { tone: 'neutral', text: 'Handed over' },
  sent: { tone: 'green', text: 'Sent' },
  failed: { tone: 'red', text: 'Not sent' },
}

/** What people were told by mail; where there is no mail server, this is the only place where it can be read. */
export function MailsSection() {
  const asked = useQuery(mailsQuery)
  const mails = asked.data?.items
  return (
    <Section
      title="Mail"
      purpose="What members were told. Without a mail server it is kept here, for you to read and pass on."
      action={<Link to="/installation/mail">Mail server</Link>}
    >
      {asked.isPending && <Bar width="60%" />}
      {asked.isError && <LoadError thing="the mails" retry={asked.refetch} />}
      {mails?.length === 0 && <p>None was written yet.</p>}
      {mails && mails.length > 0 && (
        <table className={`${tableClass.plain} ${health.table}`}>
          <thead>
            <tr>
              <th className={classes.to}>To</th>
              <th>Subject</th>
              <th className={classes.fit}>State</th>
              <th className={`${classes.fit} ${classes.written}`}>Written</th>
            </tr>
          </thead>
          <tbody>
            {mails.map((mail) => (
              <MailRow key={mail.id} mail={mail} />
            ))}
          </tbody>
        </table>
      )}
    </Section>
  )
}

function MailRow({ mail: { to, subject, kind, text, state, trouble, created_at } }: { mail: Mail }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <tr>
        <td className={classes.to}>{to}</td>
        <td>
          {text === null ? (
            subject
          ) : (
            <LinkButton aria-expanded={open} onClick={() => setOpen(!open)}>
              {subject}
            </LinkButton>
          )}
          <div className={`${classes.note} ${classes.under}`}>
            {to}{' '}
            <span className={classes.at}>
              · <Time at={created_at} />
            </span>
          </div>
          {kind !== 'notice' && <div className={classes.note}>Holds a link that is for its reader alone.</div>}
          {trouble && <div className={classes.note}>{trouble}</div>}
        </td>
        <td className={classes.fit}>
          <Chip tone={states[state].tone} plain>
            {states[state].text}
          </Chip>
        </td>
        <td className={`${classes.fit} ${classes.written}`}>
          <Time at={created_at} />
        </td>
      </tr>
      {open && (
        <tr className={classes.row}>
          <td colSpan={4} className={classes.letter}>
            <p>{text}</p>
          </td>
        </tr>
      )}
    </>
  )
}
