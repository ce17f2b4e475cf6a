import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { EVENTS } from '../../shared/events.ts'
import type { Asked } from './api.ts'

const ANYTHING = 'anything'
const BY_ID = 'by-id'

const KINDS = [
  { value: ANYTHING, label: 'Anything in the last 24 hours' },
  ...Object.entries(EVENTS).map(([value, { name }]) => ({ value, label: name })),
  { value: BY_ID, label: 'One event, by its id' },
]

/** Of what somebody should have been told. */
export function WhatField({ asked, onChange }: { asked: Asked; onChange: (asked: Asked) => void }) {
  const [byId, setById] = useState(asked.event !== undefined)
  const own = asked.event_type && !Object.hasOwn(EVENTS, asked.event_type) ? asked.event_type : null
  const value = byId ? BY_ID : (asked.event_type ?? ANYTHING)
  return (
    <>
      <Select
        label="Of what"
        data={own ? [...KINDS, { value: own, label: own.replaceAll('_', ' ') }] : KINDS}
        value={value}
        allowDeselect={false}
        onChange={(kind) => {
          setById(kind === BY_ID)
          if (kind !== BY_ID) onChange(kind === ANYTHING || kind === null ? {} : { event_type: kind })
        }}
      />
      {byId && <EventId key={asked.event} asked={asked.event ?? ''} onChange={(event) => onChange({ event })} />}
    </>
  )
}

function EventId({ asked, onChange }: { asked: string; onChange: (event: string) => void }) {
  const [typed, type] = useState(asked)
  const say = () => typed.trim() !== '' && typed.trim() !== asked && onChange(typed.trim())
  return (
    <TextInput
      label="Id of the event"
      description="Ours, as in evt_…, or your product’s own. Enter asks."
      value={typed}
      maxLength={200}
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={say}
      onKeyDown={(event) => event.key === 'Enter' && say()}
    />
  )
}
