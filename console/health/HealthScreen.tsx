import { useQuery } from '@tanstack/react-query'
import type { Health } from '../api.ts'
import { ForOperators } from '../shell/screens.tsx'
import { Banner } from '../ui/Banner.tsx'
import { Chip } from '../ui/Chip.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Page } from '../ui/Page.tsx'
import { AlarmBanner } from './AlarmBanner.tsx'
import { ChartsSection } from './ChartsSection.tsx'
import classes from './HealthScreen.module.css'
import { MailsSection } from './MailsSection.tsx'
import { QueueSection } from './QueueSection.tsx'
import { healthQuery } from './queries.ts'
import { StateSection } from './StateSection.tsx'
import { WorkersSection } from './WorkersSection.tsx'

/** For the operator: whether texts go out, what is in the way, and who is at work. */
export function HealthScreen() {
  return (
    <ForOperators title="Health" thing="Health">
      <OperatorsHealth />
    </ForOperators>
  )
}

function OperatorsHealth() {
  const health = useQuery(healthQuery)
  const { data, isError, error } = health
  return (
    <Page title="Health" status={data && !isError && <Status health={data} />}>
      <div className={classes.alarms}>
        {isError && (
          <Banner
            tone="red"
            title="Could not load the state."
            urgent
            action={<LinkButton onClick={() => void health.refetch()}>Try again</LinkButton>}
          >
            {error.message} {data && 'What stands below is older.'}
          </Banner>
        )}
        {data?.alarms.map((alarm) => (
          <AlarmBanner key={alarm.name} alarm={alarm} />
        ))}
      </div>
      {(data || !isError) && (
        <>
          <StateSection health={data} />
          <QueueSection health={data} />
          <WorkersSection health={data} />
        </>
      )}
      <ChartsSection />
      <MailsSection />
    </Page>
  )
}

function Status({ health: { ready, sending, alarms } }: { health: Health }) {
  if (!ready) return <Chip tone="red">Not ready</Chip>
  if (!sending) return <Chip tone="red">Not sending</Chip>
  return alarms.length ? <Chip tone="amber">Sending, with an alarm</Chip> : <Chip tone="green">Sending</Chip>
}
