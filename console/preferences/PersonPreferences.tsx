import { useQuery } from '@tanstack/react-query'
import { CHANNELS } from '../../shared/preferences.ts'
import type { Preferences } from '../api.ts'
import { Section } from '../ui/Section.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import { tableClass } from '../ui/Table.tsx'
import { Time } from '../ui/Time.tsx'
import classes from './Preferences.module.css'
import { preferencesOfQuery } from './queries.ts'
import { channelNames } from './words.ts'

/** What somebody chose, for whoever looks for the reason that nothing came. Only they themselves change it. */
export function PersonPreferences({ id }: { id: string }) {
  const query = useQuery(preferencesOfQuery(id))
  const { data } = query
  return (
    <Section title="Preferences" purpose="What they are told, and where. Only they themselves change it.">
      {query.isPending && <Bar width="60%" />}
      {query.isError && !data && <LoadError thing="their preferences" retry={query.refetch} />}
      {data && <Chosen preferences={data} />}
    </Section>
  )
}

function Chosen({ preferences: { events, channels, mail_stopped } }: { preferences: Preferences }) {
  const troubled = CHANNELS.filter((channel) => channels[channel].troubles.length > 0)
  return (
    <>
      {troubled.map((channel) => (
        <p key={channel}>
          {channelNames[channel]} would not arrive: {channels[channel].troubles.map(({ text }) => text).join(' ')}
        </p>
      ))}
      {mail_stopped.map(({ event, at }) => (
        <p key={event}>
          Mails about {events.find(({ type }) => type === event)?.name ?? event ?? 'all alerts'} were stopped by the
          link in one <Time at={at} />. That holds for urgent ones too.
        </p>
      ))}
      <table className={`${tableClass.plain} ${classes.chosen}`}>
        <thead>
          <tr>
            <th scope="col">Event</th>
            {CHANNELS.map((channel) => (
              <th key={channel} scope="col">
                {channelNames[channel]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr key={event.type}>
              <th scope="row">{event.name}</th>
              {CHANNELS.map((channel) => (
                <td key={channel} data-chosen={event[channel].chosen || undefined}>
                  {event[channel].on ? 'On' : 'Off'}
                  {event[channel].chosen && <span className="visually-hidden">, chosen</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet">Bold is what they chose; the rest is as everybody starts.</p>
    </>
  )
}
