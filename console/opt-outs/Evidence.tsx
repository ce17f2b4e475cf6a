import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { OptOut } from '../api.ts'
import { inLanguage, noWords } from '../replies/words.ts'
import { Bubble } from '../texts/Bubble.tsx'
import { shownNumber } from '../texts/shown-number.ts'
import { Bar, LoadError } from '../ui/states.tsx'
import { Time } from '../ui/Time.tsx'
import classes from './OptOuts.module.css'
import { saidQuery } from './queries.ts'
import { evidenceWords, noteOf } from './words.ts'

/** What an entry rests on: the words of the text, the file, the code of the provider, the reason that was given. */
export function Evidence({ optOut }: { optOut: OptOut }) {
  const { said_in, link_of, source, handle } = optOut
  if (said_in) return <TheirWords id={said_in} handle={handle} />
  const note = noteOf(optOut)
  return (
    <p className={classes.evidence}>
      {source !== 'keyword' && note ? note : `${note ? `${note}. ` : ''}${evidenceWords[source]}`}
      {link_of && (
        <>
          {' '}
          <Link to="/history/$id" params={{ id: link_of }}>
            Open the text
          </Link>
        </>
      )}
    </p>
  )
}

function TheirWords({ id, handle }: { id: string; handle: string }) {
  const said = useQuery(saidQuery(id))
  if (said.isError) return <LoadError thing="their words" retry={said.refetch} />
  if (!said.data) return <Bar width="40%" />
  const { body, to, received_at, language, decision } = said.data
  return (
    <>
      {body.trim() ? <Bubble body={body} /> : <Bubble body={noWords(said.data)} quiet />}
      <p className={classes.about}>
        <Time at={received_at} /> <span>to {shownNumber(to)}</span>
        {inLanguage(language) && <span>{inLanguage(language)}</span>}
        {decision && <span>{decision.by} said it means STOP</span>}
        <Link to="/replies/$handle" params={{ handle }}>
          Open in the conversation
        </Link>
      </p>
    </>
  )
}
