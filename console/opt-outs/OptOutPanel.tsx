import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { OptOut } from '../api.ts'
import { api } from '../api.ts'
import { problemIn } from '../problem.ts'
import { useCan } from '../shell/session.ts'
import { StoppedSentence } from '../texts/StoppedSentence.tsx'
import { shownNumber } from '../texts/shown-number.ts'
import { Chip } from '../ui/Chip.tsx'
import { Phone } from '../ui/Phone.tsx'
import { SidePanel } from '../ui/SidePanel.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import { Time } from '../ui/Time.tsx'
import { Evidence } from './Evidence.tsx'
import { Lift } from './Lift.tsx'
import classes from './OptOuts.module.css'
import { PeopleOfNumber } from './PeopleOfNumber.tsx'
import { numberQuery, saidQuery } from './queries.ts'
import { scopeSentences, sourceWords } from './words.ts'

const route = getRouteApi('/signed-in/opt-outs/$handle')

/** One entry beside the list, or instead of it on a phone. */
export function OptOutPanel() {
  const { handle } = route.useParams()
  const navigate = useNavigate()
  const toList = () => void navigate({ to: '/opt-outs', search: true, resetScroll: false })
  return (
    <SidePanel id={handle} label="Opt-out" list="Opt-outs" toList={toList}>
      <Asked key={handle} handle={handle} />
    </SidePanel>
  )
}

function Asked({ handle }: { handle: string }) {
  const found = useQuery(numberQuery(handle))
  if (found.data) return <Entry optOut={found.data} />
  if (found.data === null) return <NotStopped handle={handle} />
  if (!found.isError) return <Waiting />
  if (problemIn(found.error)?.body.status === 422)
    return <h1 className={classes.title}>No such number in this workspace.</h1>
  return <LoadError thing="this opt-out" retry={found.refetch} />
}

/** It was lifted, or the link came late. */
function NotStopped({ handle }: { handle: string }) {
  return (
    <>
      <h1 className={classes.title}>This number is not stopped.</h1>
      <p className={classes.state}>
        START from the phone took the entry back, or it was lifted.{' '}
        <Link to="/replies/$handle" params={{ handle }}>
          Conversation
        </Link>
      </p>
    </>
  )
}

function Entry({ optOut }: { optOut: OptOut }) {
  const { handle, to, said_in } = optOut
  const mayReveal = useCan('numbers.reveal')
  const said = useQuery({ ...saidQuery(said_in ?? ''), enabled: said_in !== null }).data
  const reveal = async () => shownNumber((await api.revealOptOut(handle)).number)
  return (
    <>
      <div className={classes.headLine}>
        <h1 className={classes.title}>
          {to ? <Phone masked={to} reveal={mayReveal ? reveal : undefined} /> : 'Number not known'}
        </h1>
        <Chip tone="neutral" icon="pause">
          Stopped
        </Chip>
      </div>
      <p className={classes.state}>
        <StoppedSentence optOut={optOut} sender={said?.to} /> Email and inbox go on.
      </p>
      <h2 className={classes.heading}>Evidence</h2>
      <Evidence optOut={optOut} />
      <h2 className={classes.heading}>Facts</h2>
      <dl className={classes.facts}>
        <dt>Source</dt>
        <dd>{sourceWords[optOut.source]}</dd>
        <dt>Since</dt>
        <dd>
          <Time at={optOut.created_at} as="day" />
        </dd>
        {optOut.created_by && (
          <>
            <dt>By</dt>
            <dd>{optOut.created_by}</dd>
          </>
        )}
        <dt>Reach</dt>
        <dd>{scopeSentences[optOut.scope]}</dd>
        <PeopleOfNumber recipient={handle} />
        <dt>Texts</dt>
        <dd>
          <Link to="/replies/$handle" params={{ handle }}>
            Conversation
          </Link>
        </dd>
      </dl>
      <h2 className={classes.heading}>Way back</h2>
      <Lift optOut={optOut} />
    </>
  )
}

function Waiting() {
  return (
    <div aria-busy="true" className={classes.waiting}>
      <h1 className="visually-hidden">Opt-out</h1>
      {['48%', '80%', '62%', '70%'].map((width) => (
        <Bar key={width} width={width} />
      ))}
    </div>
  )
}
