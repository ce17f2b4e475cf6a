import { Switch } from '@mantine/core'
import { useEffect, useId, useState } from 'react'
import { CHANNELS, type Channel } from '../../shared/preferences.ts'
import type { Preferences } from '../api.ts'
import { Chip } from '../ui/Chip.tsx'
import classes from './Preferences.module.css'
import { useChoose } from './queries.ts'
import { troublesId } from './Troubles.tsx'
import { byChannel, channelNames, eventNotes } from './words.ts'

type EventRow = Preferences['events'][number]

/** Events down, channels across; on a phone each event is a block with its three switches. */
export function Matrix({ preferences: { events, channels } }: { preferences: Preferences }) {
  const isOff = (channel: Channel) => channels[channel].troubles.length > 0
  return (
    <>
      {/* Every switch says its event and channel itself. */}
      <div className={classes.heads} aria-hidden>
        <span>Event</span>
        {CHANNELS.map((channel) => (
          <span key={channel} className={classes.head}>
            {channelNames[channel]}
            {isOff(channel) && (
              <Chip tone="amber" plain>
                Not now
              </Chip>
            )}
          </span>
        ))}
      </div>
      <ul className={classes.rows}>
        {events.map((event) => (
          <Row key={event.type} event={event} isOff={isOff} />
        ))}
      </ul>
    </>
  )
}

function Row({ event, isOff }: { event: EventRow; isOff: (channel: Channel) => boolean }) {
  const name = useId()
  const { mutate, isSuccess, submittedAt } = useChoose((chosen) => stillWords(event.name, chosen[event.type] ?? {}))
  const saved = useBriefly(isSuccess ? submittedAt : 0)
  return (
    <li className={classes.row} aria-labelledby={name}>
      <div className={classes.event}>
        <span id={name} className={classes.name}>
          {event.name}
        </span>
        <span role="status" className={classes.saved}>
          {saved && 'Saved'}
        </span>
        <span className={classes.about}>
          {event.about} {eventNotes[event.type]}
        </span>
      </div>
      {CHANNELS.map((channel) => (
        <Switch
          key={channel}
          classNames={{ body: classes.switch!, track: classes.track! }}
          checked={event[channel].on}
          onChange={({ currentTarget }) => mutate({ [event.type]: { [channel]: currentTarget.checked } })}
          label={<span className={classes.channel}>{channelNames[channel]}</span>}
          aria-label={`${event.name} ${byChannel[channel]}`}
          aria-describedby={isOff(channel) ? troublesId(channel) : undefined}
        />
      ))}
    </li>
  )
}

/** Of one switch that was not saved. */
function stillWords(event: string, cells: Partial<Record<Channel, boolean>>): string {
  const [channel, on] = (Object.entries(cells) as [Channel, boolean][])[0]!
  return `${event} ${byChannel[channel]} is still ${on ? 'off' : 'on'}.`
}

/** True for a moment each time that `at` changes to something. */
function useBriefly(at: number): boolean {
  const [until, setUntil] = useState(0)
  useEffect(() => {
    if (at === 0) return
    setUntil(at)
    const timer = setTimeout(() => setUntil(0), 3_000)
    return () => clearTimeout(timer)
  }, [at])
  return at !== 0 && until === at
}
