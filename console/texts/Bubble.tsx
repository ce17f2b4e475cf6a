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

/** "GSM-7 · 139 of 160 · 1 segment" */
export function Meter({ body }: { body: string }) {
  return <span className={classes.meter}>{meterWords(body)}</span>
}

export function meterWords(body: string): string {
  const { encoding, units, segments, unitsLeft } = countSegments(body)
  const room = segments === 1 ? `${units} of ${units + unitsLeft}` : `${units} units, ${unitsLeft} left`
  return `${encoding} · ${room} · ${segments === 1 ? '1 segment' : `${segments} segments`}`
}
