import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Mail } from '../api.ts'
import { Chip } from '../ui/Chip.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Section } from '../ui/Section.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import { Time } from '../ui/Time.tsx'
import classes from './HealthScreen.module.css'
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
    >
      {asked.isPending && <Bar width="60%" />}
      {asked.isError && <LoadError thing="the mails" retry={asked.refetch} />}
      {mails?.length === 0 && <p>None was written yet.</p>}
      {mails && mails.length > 0 && (
        <table className={classes.table}>
          <thead>
            <tr>
              <th>To</th>
              <th>Subject</th>
              <th>State</th>
              <th className={classes.wide}>Written</th>
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

function MailRow({ mail: { to, subject, text, state, trouble, created_at } }: { mail: Mail }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <tr>
        <td>{to}</td>
        <td>
          {text === null ? (
            subject
          ) : (
            <LinkButton aria-expanded={open} onClick={() => setOpen(!open)}>
              {subject}
            </LinkButton>
          )}
        </td>
        <td>
          <Chip tone={states[state].tone} plain>
            {states[state].text}
          </Chip>
          {trouble && <div className="quiet">{trouble}</div>}
        </td>
        <td className={classes.wide}>
          <Time at={created_at} />
        </td>
      </tr>
      {open && (
        <tr>
          <td colSpan={4}>
            <p className={classes.letter}>{text}</p>
          </td>
        </tr>
      )}
    </>
  )
}
