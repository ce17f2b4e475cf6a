import { Switch } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { REMINDER } from '../../shared/events.ts'
import { problemIn } from '../problem.ts'
import { faultsAt } from '../settings/faults-at.ts'
import { SaveActions } from '../ui/ActionBar.tsx'
import { Banner } from '../ui/Banner.tsx'
import { type Form, useForm } from '../ui/form.ts'
import { useLeaving, useUnsaved } from '../ui/leaving.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.tsx'
import { useSubmit } from '../ui/useSubmit.ts'
import { type Trigger, type TriggerInput, triggersApi } from './api.ts'
import { Conditions } from './Conditions.tsx'
import { EventField, TemplateField } from './EventField.tsx'
import { useChanged } from './queries.ts'
import { RecipientFields } from './RecipientFields.tsx'
import { TimingFields } from './TimingFields.tsx'
import { TriedPanel } from './TriedPanel.tsx'
import classes from './TriggerForm.module.css'
import {
  differs,
  inputOf,
  patchOf,
  type TriggerValues,
  triggerPointers,
  triggerRules,
  valuesOf,
} from './trigger-values.ts'

interface TriggerFormProps {
  /** Null for one that is made. */
  trigger: Trigger | null
  start: TriggerInput
  readOnly: boolean
}

/** What it says on one side, what it would have done on the other. */
export function TriggerForm({ trigger, start, readOnly }: TriggerFormProps) {
  const [begun, setBegun] = useState(() => valuesOf(start))
  const form = useForm<TriggerValues>(begun, triggerRules)
  const changed = differs(begun, form.values)
  useUnsaved(changed)
  const begin = (values: TriggerValues) => {
    setBegun(values)
    form.reset(values)
  }
  const { sending, frame } = useSave(trigger, begun, form, begin)
  const navigate = useNavigate()
  const problem = problemIn(sending.error)
  const cancel = () => {
    if (!trigger) return void navigate({ to: '/settings/triggers' })
    form.reset(begun)
    sending.reset()
  }
  return (
    <form {...frame} className={classes.columns}>
      <fieldset className={classes.fields} disabled={readOnly}>
        <Fields form={form} readOnly={readOnly} refused={conditionAt(problem?.body.errors)} />
      </fieldset>
      {!readOnly && <TriedPanel values={form.values} />}
      <div className={classes.end}>
        {sending.isError && (changed || !trigger) && (
          <Banner
            tone="red"
            title={problem?.is('no_answer') ? 'It may or may not have been saved.' : 'Nothing was saved.'}
            urgent
          >
            {problem?.is('invalid') ? 'What is wrong stands at its field.' : sending.error?.message}
          </Banner>
        )}
        {!readOnly && (changed || !trigger) && (
          <SaveActions label={trigger ? 'Save' : 'Make the trigger'} busy={sending.isPending} onCancel={cancel} />
        )}
      </div>
    </form>
  )
}

function useSave(
  trigger: Trigger | null,
  begun: TriggerValues,
  form: Form<TriggerValues>,
  begin: (values: TriggerValues) => void,
) {
  const noteChanged = useChanged()
  const navigate = useNavigate()
  const { settle } = useLeaving()
  return useSubmit(form, {
    send: (values) =>
      trigger ? triggersApi.change(trigger.id, patchOf(begun, values)) : triggersApi.add(inputOf(values)),
    onSent: async (saved) => {
      begin(valuesOf(saved))
      toast(trigger ? 'Saved. Events are judged by it from now on.' : `The trigger ${saved.name} is made.`)
      await noteChanged(saved)
      if (trigger) return
      settle()
      await navigate({ to: '/settings/triggers' })
    },
    faultsIn: (error) => faultsAt<TriggerValues>(problemIn(error), triggerPointers),
  })
}

/** Where in the builder the server found something, as in /conditions/and/1/==/0. */
function conditionAt(errors: { pointer: string }[] | undefined): number[] | undefined {
  const pointer = errors?.find((one) => one.pointer.startsWith('/conditions'))?.pointer
  if (!pointer) return undefined
  return [...pointer.matchAll(/\/(?:and|or)\/(\d+)/g)].map(([, at]) => Number(at))
}

interface FieldsProps {
  form: Form<TriggerValues>
  readOnly: boolean
  refused: number[] | undefined
}

function Fields({ form, readOnly, refused }: FieldsProps) {
  const { query, kept, event_type, groups, active, urgent } = form.values
  const fitsAll = event_type !== '' && (query ? query.rules.length === 0 : kept === null)
  return (
    <>
      <TextField form={form} name="name" label="Name" maxLength={100} />
      <EventField form={form} />
      <TimingFields form={form} />
      <Conditions form={form} readOnly={readOnly} refused={refused} />
      {fitsAll && (
        <Banner
          tone="amber"
          title={
            event_type === REMINDER.type
              ? 'It reminds of every due date in the whole workspace.'
              : 'It fits every event of its type in the whole workspace.'
          }
        >
          {groups.length > 0 ? 'Whole groups are told of each of them.' : 'A condition says which of them are meant.'}
        </Banner>
      )}
      <RecipientFields form={form} />
      <TemplateField form={form} />
      <Switch
        label="Urgent"
        description="Goes by email where somebody wants a text and cannot get one."
        checked={urgent}
        onChange={(event) => form.set('urgent', event.currentTarget.checked)}
      />
      <Switch
        label="On"
        description="Only what is on is looked at when an event comes in."
        checked={active}
        onChange={(event) => form.set('active', event.currentTarget.checked)}
      />
    </>
  )
}
