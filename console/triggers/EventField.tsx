import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { EVENTS, eventName, isEventType, REMINDER } from '../../shared/events.ts'
import { useCan } from '../shell/session.ts'
import { templatesQuery } from '../templates/queries.ts'
import type { Form } from '../ui/form.ts'
import { eventTypesQuery } from './event-types.ts'
import classes from './TriggerForm.module.css'
import type { TriggerValues } from './trigger-values.ts'

const OWN_TYPE = /^[a-z][a-z0-9_.]{0,63}$/
const known = Object.entries({ ...EVENTS, [REMINDER.type]: REMINDER }).map(([value, { name }]) => ({
  value,
  label: name,
}))
const list = {
  searchable: true,
  withScrollArea: false,
  classNames: { dropdown: classes.dropdown!, options: classes.options! },
} as const

/** One of the catalog, or a type of the workspace's own, typed as the product sends it. */
export function EventField({ form }: { form: Form<TriggerValues> }) {
  const { event_type } = form.values
  const [typed, setTyped] = useState(event_type && eventName(event_type))
  const isOwn = (type: string) => OWN_TYPE.test(type) && !isEventType(type) && type !== REMINDER.type
  const types = useQuery(eventTypesQuery)
  const named = (types.data ?? []).filter((one) => one.own)
  const listed = named.map(({ type, name }) => ({ value: type, label: name }))
  const isListed = (type: string) => named.some((one) => one.type === type || one.name === type)
  const own = [...new Set([event_type, typed])]
    .filter((type) => isOwn(type) && !isListed(type))
    .map((type) => ({ value: type, label: type }))
  const help = isEventType(event_type)
    ? EVENTS[event_type].about
    : event_type === REMINDER.type
      ? REMINDER.about
      : (named.find(({ type }) => type === event_type)?.about ??
        'A type of your own is written as your product sends it.')
  return (
    <Select
      {...list}
      label="Event"
      description={help}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      placeholder="What happens"
      data={[...known, ...listed, ...own]}
      value={event_type || null}
      onChange={(type) => form.set('event_type', type ?? '')}
      searchValue={typed}
      onSearchChange={setTyped}
      error={form.fault('event_type')?.text}
      nothingFoundMessage="No event is called that."
      className={classes.field!}
    />
  )
}

/** Those for the event first. */
export function TemplateField({ form }: { form: Form<TriggerValues> }) {
  const templates = useQuery({ ...templatesQuery, enabled: useCan('templates.read') })
  const { template, event_type } = form.values
  const items = templates.data?.items ?? []
  const fits = (one: (typeof items)[number]) => one.key === event_type || one.events.some((type) => type === event_type)
  const options = (some: typeof items) => some.map(({ key, name }) => ({ value: key, label: name }))
  const all = [
    { group: 'For this event', items: options(items.filter(fits)) },
    { group: 'Others', items: options(items.filter((one) => !fits(one))) },
  ].filter((one) => one.items.length > 0)
  const isMissing = template !== '' && !items.some(({ key }) => key === template)
  return (
    <Select
      {...list}
      label="Template"
      placeholder="In which words"
      description={items.find(({ key }) => key === template)?.about}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      data={isMissing ? [{ value: template, label: template }, ...all] : all}
      value={template || null}
      onChange={(key) => form.set('template', key ?? '')}
      error={form.fault('template')?.text ?? (templates.isError && 'The templates could not be loaded.')}
      nothingFoundMessage="None is called that."
      className={classes.field!}
    />
  )
}
