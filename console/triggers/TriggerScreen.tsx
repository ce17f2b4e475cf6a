import { useDisclosure } from '@mantine/hooks'
import { IconArrowLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { problemIn } from '../problem.ts'
import { NoPermission } from '../shell/screens.tsx'
import { useCan } from '../shell/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { DangerRow } from '../ui/DangerRow.tsx'
import { Page } from '../ui/Page.tsx'
import { LoadError } from '../ui/states.tsx'
import { WaitingLines } from '../ui/Table.tsx'
import type { Trigger } from './api.ts'
import { DeleteTriggerDialog } from './DeleteTriggerDialog.tsx'
import { triggerQuery } from './queries.ts'
import { startingBy } from './starting.ts'
import classes from './TriggerForm.module.css'
import { TriggerForm } from './TriggerForm.tsx'
import { NOTHING } from './trigger-values.ts'

const route = getRouteApi('/signed-in/settings/triggers/$id')
const newRoute = getRouteApi('/signed-in/settings/triggers/new')

/** One trigger: when it fires, whom it tells, and what it would have done. */
export function TriggerScreen() {
  const mayRead = useCan('history.read')
  const { id } = route.useParams()
  if (!mayRead) return <NoPermission title="Trigger" thing="triggers" permission="history.read" />
  return (
    <>
      <Back />
      <Asked key={id} id={id} />
    </>
  )
}

export function NewTriggerScreen() {
  const mayWrite = useCan('triggers.write')
  const { from } = newRoute.useSearch()
  if (!mayWrite) return <NoPermission title="New trigger" thing="new triggers" permission="triggers.write" />
  const starting = startingBy(from)
  return (
    <>
      <Back />
      <Page
        title="New trigger"
        wide
        sentence={starting?.about ?? 'When something happens that fits, these people are told.'}
      >
        <TriggerForm key={from} trigger={null} start={starting?.input ?? NOTHING} readOnly={false} />
      </Page>
    </>
  )
}

function Back() {
  return (
    <Link to="/settings/triggers" className={classes.back}>
      <IconArrowLeft size={15} stroke={1.75} aria-hidden />
      Triggers
    </Link>
  )
}

function Asked({ id }: { id: string }) {
  const trigger = useQuery({ ...triggerQuery(id), refetchOnWindowFocus: false })
  if (trigger.data) return <Known trigger={trigger.data} />
  const status = problemIn(trigger.error)?.body.status
  if (status === 404 || status === 422)
    return (
      <Page title="No such trigger">
        <p className="quiet">
          It was deleted, or the link is incomplete. <Link to="/settings/triggers">Go to all triggers</Link>
        </p>
      </Page>
    )
  return (
    <Page title="Trigger">
      {trigger.isError ? <LoadError thing="this trigger" retry={trigger.refetch} /> : <WaitingLines />}
    </Page>
  )
}

function Known({ trigger }: { trigger: Trigger }) {
  const mayWrite = useCan('triggers.write')
  const [deleting, deletion] = useDisclosure(false)
  return (
    <Page
      title={trigger.name}
      wide
      status={trigger.active ? <Chip tone="green">On</Chip> : <Chip tone="neutral">Off</Chip>}
      sentence={mayWrite ? undefined : 'You may look at it; changing it takes another role.'}
    >
      <TriggerForm trigger={trigger} start={trigger} readOnly={!mayWrite} />
      {mayWrite && (
        <DangerRow className={classes.danger} label="Delete…" onPress={deletion.open}>
          Its events are told to nobody by it any more; what it told stays in History.
        </DangerRow>
      )}
      {deleting && <DeleteTriggerDialog trigger={trigger} onClose={deletion.close} />}
    </Page>
  )
}
