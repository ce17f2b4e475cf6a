import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Person } from '../api.ts'
import { BodyWords } from '../history/MessageRows.tsx'
import { messagesQuery } from '../history/queries.ts'
import { useCan } from '../shell/session.ts'
import { StatusChip } from '../texts/StatusChip.tsx'
import { Section } from '../ui/Section.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import { Time } from '../ui/Time.tsx'
import classes from './PersonScreen.module.css'

const SHOWN = 5

/** What went to the number that counts, whoever else has it. */
export function TextsSection({ person: { recipient, shared_with } }: { person: Person }) {
  const mayRead = useCan('history.read')
  if (!mayRead || !recipient) return null
  return (
    <Section
      title="Texts"
      purpose={shared_with.length > 0 ? 'To this number, which others have as well.' : 'The last ones to this number.'}
      action={
        <Link to="/history" search={{ recipient }}>
          All in History
        </Link>
      }
    >
      <Texts recipient={recipient} />
    </Section>
  )
}

function Texts({ recipient }: { recipient: string }) {
  const texts = useInfiniteQuery(messagesQuery({ recipient }))
  if (texts.isPending) return <Bar width="60%" />
  if (!texts.data) return <LoadError thing="the texts" retry={texts.refetch} />
  const items = texts.data.pages[0]?.items.slice(0, SHOWN) ?? []
  if (items.length === 0) return <p className="quiet">None yet.</p>
  return (
    <ul className={classes.texts}>
      {items.map((message) => (
        <li key={message.id} className={classes.text}>
          <Link to="/history/$id" params={{ id: message.id }} search={{ recipient }} className={classes.body}>
            <BodyWords message={message} />
          </Link>
          <StatusChip message={message} plain brief />
          <span className={classes.when}>
            <Time at={message.created_at} />
          </span>
        </li>
      ))}
    </ul>
  )
}
