import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { NoPermission } from '../shell/screens.tsx'
import { useCan } from '../shell/session.ts'
import { Page } from '../ui/Page.tsx'
import { Section } from '../ui/Section.tsx'
import { EmptyState, LoadError } from '../ui/states.tsx'
import { WaitingLines } from '../ui/Table.tsx'
import { EventTypes } from './EventTypes.tsx'
import { triggersQuery } from './queries.ts'
import { StartingTriggers } from './StartingTriggers.tsx'
import { stillToOffer } from './starting.ts'
import { TriggerRow } from './TriggerRow.tsx'
import classes from './TriggersScreen.module.css'

/** Which events are told to whom. */
export function TriggersScreen() {
  if (!useCan('history.read')) return <NoPermission title="Triggers" thing="triggers" permission="history.read" />
  return <Triggers />
}

function Triggers() {
  const triggers = useQuery(triggersQuery)
  const mayWrite = useCan('triggers.write')
  const { data } = triggers
  const navigate = useNavigate()
  const make = <Button onClick={() => void navigate({ to: '/settings/triggers/new' })}>New trigger</Button>
  return (
    <Page
      title="Triggers"
      sentence="Which events of your product are told to whom, in which words. On which channels, everybody chooses for themselves."
      actions={mayWrite && data && data.length > 0 && make}
    >
      {triggers.isPending && <WaitingLines />}
      {triggers.isError && !data && <LoadError thing="the triggers" retry={triggers.refetch} />}
      {data?.length === 0 && (
        <EmptyState title="No triggers yet." actions={mayWrite && make}>
          Events come in and are kept, and nobody is told of them. A trigger says which of them are told, and to whom.
          {!mayWrite && ' Making one takes another role.'}
        </EmptyState>
      )}
      {data && data.length > 0 && (
        <ul className={classes.list}>
          {data.map((trigger) => (
            <TriggerRow key={trigger.id} trigger={trigger} mayWrite={mayWrite} />
          ))}
        </ul>
      )}
      {data && mayWrite && stillToOffer(data).length > 0 && (
        <div className={classes.offers}>
          <Section title="To start with" purpose="Ready-made; look at one, change it, and save it.">
            <StartingTriggers offers={stillToOffer(data)} />
          </Section>
        </div>
      )}
      {data && (
        <div className={classes.offers}>
          <EventTypes mayWrite={mayWrite} />
        </div>
      )}
    </Page>
  )
}
