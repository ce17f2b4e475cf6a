import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { eventName } from '../../shared/events.ts'
import { TIERS } from '../../shared/preferences.ts'
import { keepsFocus } from '../ui/form.ts'
import { useOnce } from '../ui/useOnce.ts'
import classes from './Preferences.module.css'
import { preferencesQuery, useChoose } from './queries.ts'
import { listed } from './words.ts'

const CRITICAL = TIERS.find(({ key }) => key === 'critical')!.events

/** A number alone brings no text: said where the number is, until some event is chosen. */
export function SmsStillOff() {
  const { data } = useQuery(preferencesQuery)
  const choose = useChoose(() => 'SMS is still off for all events.')
  const press = useOnce(choose)
  if (choose.isSuccess) return <NowOn />
  if (!data || (data.events.some(({ sms }) => sms.on) && !choose.isPending)) return null
  const turnOn = press(Object.fromEntries(CRITICAL.map((type) => [type, { sms: true }])))
  return (
    <div className={classes.still}>
      <p role="status">Confirmed. SMS is still off for all {data.events.length} events.</p>
      <div className={classes.stillActions}>
        <Button onClick={turnOn} {...keepsFocus} loading={choose.isPending}>
          Turn on the critical ones: overdue, urgent
        </Button>
        <Button variant="default" renderRoot={(props) => <Link to="/profile/preferences" {...props} />}>
          Choose myself
        </Button>
      </div>
    </div>
  )
}

/** In the place of the button that did it, which held the focus. */
function NowOn() {
  return (
    <p className={classes.still} role="status">
      <span>
        SMS is on for {listed(CRITICAL.map(eventName))}.{' '}
        <Link to="/profile/preferences" ref={takesFocus}>
          Choose more
        </Link>
      </span>
    </p>
  )
}

function takesFocus(link: HTMLAnchorElement | null): void {
  link?.focus()
}
