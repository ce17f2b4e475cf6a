import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, type Inbound, type MessageOut } from '../api.ts'
import { numberQuery } from '../opt-outs/queries.ts'
import { useCan } from '../shell/session.ts'
import { StoppedSentence } from '../texts/StoppedSentence.tsx'
import { shownNumber } from '../texts/shown-number.ts'
import { Chip } from '../ui/Chip.tsx'
import { Phone } from '../ui/Phone.tsx'
import classes from './Replies.module.css'
import { isErased } from './words.ts'

interface ConversationHeadProps {
  handle: string
  /** The last of each side: one of them there is. */
  newest: { written: Inbound | undefined; sent: MessageOut | undefined }
}

/** Whose conversation it is, and whether the number may be texted. */
export function ConversationHead({ handle, newest: { written, sent } }: ConversationHeadProps) {
  const mayReveal = useCan('numbers.reveal')
  const optOut = useQuery(numberQuery(handle)).data
  const person = written?.person
  const masked = written?.from ?? sent?.to ?? ''
  const reveal = async () => {
    if (written) return shownNumber((await api.revealSender(written.id)).from)
    return sent ? shownNumber((await api.reveal(sent.id)).to) : masked
  }
  const isKnown = written ? !isErased(written) : sent && !isErased({ from: sent.to })
  const number = <Phone masked={masked} reveal={mayReveal && isKnown ? reveal : undefined} />
  return (
    <header className={classes.head}>
      <div className={classes.headLine}>
        <h1 className={classes.title}>
          {person ? (
            <Link to="/people/$id" params={{ id: person.id }}>
              {person.name}
            </Link>
          ) : (
            number
          )}
        </h1>
        {optOut && (
          <Chip tone="neutral" icon="pause">
            Stopped
          </Chip>
        )}
      </div>
      {person && (
        <p className={classes.who}>
          {number}
          {person.others > 0 && (
            <Link to="/people" search={{ recipient: handle }}>
              and {person.others} more with this number
            </Link>
          )}
        </p>
      )}
      {optOut && (
        <p className={classes.state}>
          <StoppedSentence optOut={optOut} sender={written?.to} /> Email and inbox go on.
        </p>
      )}
      <p className={classes.ways}>
        {sent && (
          <Link to="/history" search={{ recipient: handle }}>
            Texts in History
          </Link>
        )}
        {optOut && (
          <Link to="/opt-outs/$handle" params={{ handle }}>
            Entry in Opt-outs
          </Link>
        )}
      </p>
    </header>
  )
}
