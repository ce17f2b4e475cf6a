import { countSegments } from '../../shared/sms/segments.ts'
import classes from './Bubble.module.css'

/** A text as it stands on the phone. */
export function Bubble({ body, quiet }: { body: string; quiet?: boolean }) {
  return (
    <div className={classes.bubble} data-quiet={quiet || undefined}>
      {body}
    </div>
  )
}

/** What Twilio puts before every text of a trial account: "Sent from your Twilio trial account - ". */
const TRIAL_CHARACTERS = 38

/** "GSM-7 · 139 of 160 · 1 segment" */
export function Meter({ body, trial }: { body: string; trial?: boolean }) {
  const { encoding, units, segments, unitsLeft } = countSegments((trial ? ' '.repeat(TRIAL_CHARACTERS) : '') + body)
  const room = segments === 1 ? `${units} of ${units + unitsLeft}` : `${units} units, ${unitsLeft} left`
  return (
    <span className={classes.meter}>
      {encoding} · {room} · {segments === 1 ? '1 segment' : `${segments} segments`}
      {trial && ` · ${TRIAL_CHARACTERS} of them added by Twilio`}
    </span>
  )
}
