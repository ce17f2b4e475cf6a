import { NumberInput, TextInput } from '@mantine/core'
import { isTimed, REMINDER } from '../../shared/events.ts'
import type { Form } from '../ui/form.ts'
import classes from './TriggerForm.module.css'
import type { TriggerValues } from './trigger-values.ts'

/** Of what a due date sets off: how long before it, and at which time of the day. */
export function TimingFields({ form }: { form: Form<TriggerValues> }) {
  const { event_type, days_ahead, time_of_day } = form.values
  if (!isTimed(event_type)) return null
  const isReminder = event_type === REMINDER.type
  return (
    <div className={classes.timing}>
      {isReminder && (
        <NumberInput
          label="Days ahead"
          min={1}
          max={30}
          allowDecimal={false}
          value={days_ahead ?? 1}
          onChange={(days) => form.set('days_ahead', typeof days === 'number' ? days : Number.parseInt(days, 10) || 0)}
          error={form.fault('days_ahead')?.text}
          className={classes.days!}
        />
      )}
      <TextInput
        type="time"
        label="At"
        value={time_of_day}
        onChange={(event) => form.set('time_of_day', event.currentTarget.value.slice(0, 5))}
        error={form.fault('time_of_day')?.text}
        className={classes.time!}
      />
      <p className={classes.timingHelp}>
        On the clock of whom it is for{isReminder ? '' : ', on the day after'}. Whoever has no time zone has the
        workspace’s.
      </p>
    </div>
  )
}
