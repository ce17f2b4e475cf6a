import type { Health } from '../api.ts'
import { Banner } from '../ui/Banner.tsx'
import { Time } from '../ui/Time.tsx'
import classes from './AlarmBanner.module.css'
import { ReleaseSending } from './ReleaseSending.tsx'

type Alarm = Health['alarms'][number]

/** What does not happen that should: what, since when, what it means, why, and what to do. */
export function AlarmBanner({ alarm, brief }: { alarm: Alarm; brief?: React.ReactNode }) {
  const release = alarm.name === 'sending_paused' && <ReleaseSending />
  return (
    <Banner
      tone={alarm.stops_sending ? 'red' : 'amber'}
      title={alarm.what}
      action={
        (release || brief) && (
          <>
            {release}
            {brief}
          </>
        )
      }
    >
      {alarm.meaning}{' '}
      {alarm.since && (
        <span className="quiet">
          Since <Time at={alarm.since} as="day" />.
        </span>
      )}
      {!brief && (
        <dl className={classes.parts}>
          <dt>Cause</dt>
          <dd>{alarm.cause}</dd>
          <dt>Do</dt>
          <dd>{alarm.remedy}</dd>
        </dl>
      )}
    </Banner>
  )
}
