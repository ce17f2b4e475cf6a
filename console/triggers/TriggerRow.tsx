import { Switch } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { eventName } from '../../shared/events.ts'
import { groupsQuery } from '../people/queries.ts'
import { useCan } from '../shell/session.ts'
import { templatesQuery } from '../templates/queries.ts'
import { Chip, ToneIcon } from '../ui/Chip.tsx'
import { toastFailure } from '../ui/toast.tsx'
import { type Trigger, triggersApi } from './api.ts'
import { eventTypesQuery } from './event-types.ts'
import { triggersQuery, useChanged } from './queries.ts'
import classes from './TriggersScreen.module.css'
import { whenOf, whoOf } from './words.ts'

export function TriggerRow({ trigger, mayWrite }: { trigger: Trigger; mayWrite: boolean }) {
  const { id, name, active, event_type, template, warning, urgent } = trigger
  const groups = useQuery({ ...groupsQuery, enabled: useCan('people.read') && trigger.recipients.groups.length > 0 })
  const templates = useQuery({ ...templatesQuery, enabled: useCan('templates.read') })
  const types = useQuery(eventTypesQuery)
  const wording = templates.data?.items.find((one) => one.key === template)?.name ?? template
  return (
    <li className={classes.row} aria-label={name}>
      <div className={classes.what}>
        <Link to="/settings/triggers/$id" params={{ id }} className={classes.link}>
          {name}
        </Link>
        <span className={classes.about}>
          {types.data?.find((one) => one.type === event_type)?.name ?? eventName(event_type)}
          {whenOf(trigger)}
          {urgent && ' · urgent'}
        </span>
        {warning && (
          <span className={classes.warning}>
            <ToneIcon tone="amber" /> {warning}
          </span>
        )}
      </div>
      <div className={classes.who}>
        <span className={classes.lead}>tells </span>
        {whoOf(trigger, groups.data)}
      </div>
      <div className={classes.about}>
        <span className={classes.lead}>in the words of </span>
        {wording}
      </div>
      <div className={classes.state}>
        {mayWrite ? (
          <OnOff trigger={trigger} />
        ) : (
          <Chip tone={active ? 'green' : 'neutral'} plain>
            {active ? 'On' : 'Off'}
          </Chip>
        )}
      </div>
    </li>
  )
}

/** At once; back again where that was not taken. */
function OnOff({ trigger }: { trigger: Trigger }) {
  const { id, name, active } = trigger
  const queries = useQueryClient()
  const noteChanged = useChanged()
  const show = (on: boolean) =>
    queries.setQueryData(triggersQuery.queryKey, (all) =>
      all?.map((one) => (one.id === id ? { ...one, active: on } : one)),
    )
  const change = useMutation({
    mutationFn: (on: boolean) => triggersApi.change(id, { active: on }),
    onMutate: async (on) => {
      await queries.cancelQueries({ queryKey: triggersQuery.queryKey })
      show(on)
    },
    onSuccess: noteChanged,
    onError: (error, on) => {
      show(!on)
      toastFailure(`${name} is still ${on ? 'off' : 'on'}.`, error)
    },
  })
  return (
    <Switch
      aria-label={`${name} is on`}
      checked={active}
      onChange={(event) => !change.isPending && change.mutate(event.currentTarget.checked)}
    />
  )
}
