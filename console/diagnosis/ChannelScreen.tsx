import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { NoPermission } from '../shell/screens.tsx'
import { useCan } from '../shell/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { Page } from '../ui/Page.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import { Time } from '../ui/Time.tsx'
import type { Symptom } from './api.ts'
import classes from './Channel.module.css'
import { Goto } from './Goto.tsx'
import { channelDiagnosisQuery } from './queries.ts'

/** What people complain of, each with the causes that were found just now. */
export function ChannelScreen() {
  const mayRead = useCan('sms.read')
  if (!mayRead)
    return <NoPermission title="Trouble with texts" thing="what is wrong with texts" permission="sms.read" />
  return (
    <>
      <Link to="/settings/sms" className={classes.back}>
        <IconArrowLeft size={15} stroke={1.75} aria-hidden />
        SMS
      </Link>
      <Asked />
    </>
  )
}

function Asked() {
  const answer = useQuery(channelDiagnosisQuery)
  const { data } = answer
  return (
    <Page
      title="Trouble with texts"
      sentence="What people see, and what was found for it. The provider is asked when you open this."
      actions={
        <Button variant="default" loading={answer.isFetching} onClick={() => void answer.refetch()}>
          Check again
        </Button>
      }
    >
      {answer.isPending && <Waiting />}
      {answer.isError && !data && <LoadError thing="the diagnosis" retry={answer.refetch} />}
      <div aria-live="polite">
        {data && (
          <>
            <div className={classes.symptoms}>
              {data.symptoms.map((symptom) => (
                <OneSymptom key={symptom.id} symptom={symptom} />
              ))}
            </div>
            <p className="quiet">
              Checked <Time at={data.checked_at} as="hour" />
              {!data.asked_provider && ', by what the provider said when it was last asked'}. Still stuck? Ask the
              support of your provider; the id of a text there stands with the text in History.
            </p>
          </>
        )}
      </div>
    </Page>
  )
}

function OneSymptom({ symptom: { title, causes, checked, elsewhere, elsewhere_href } }: { symptom: Symptom }) {
  return (
    <details className={classes.symptom} open={causes.length > 0}>
      <summary className={classes.summary}>
        <span className={classes.title}>{title}</span>
        <Chip tone={causes.length > 0 ? 'amber' : 'neutral'} icon={causes.length > 0 ? 'warning' : 'check'} plain>
          {causes.length > 0 ? `${causes.length} found` : 'Nothing wrong found'}
        </Chip>
      </summary>
      {causes.length > 0 && (
        <ul className={classes.causes}>
          {causes.map(({ id, text, remedy, href }) => (
            <li key={id}>
              {text} {remedy && <span className={classes.remedy}>{remedy}</span>} {href && <Goto href={href} />}
            </li>
          ))}
        </ul>
      )}
      {checked.length > 0 && <p className={classes.quiet}>In order: {checked.join(', ')}.</p>}
      <p className={classes.quiet}>
        {causes.length > 0 ? 'If it stays: ' : 'Nothing wrong was found here. '}
        {elsewhere} {elsewhere_href && <Goto href={elsewhere_href} />}
      </p>
    </details>
  )
}

function Waiting() {
  return (
    <div aria-busy="true" className={classes.symptoms}>
      {['52%', '40%', '58%', '46%'].map((width) => (
        <p key={width}>
          <Bar width={width} />
        </p>
      ))}
    </div>
  )
}
