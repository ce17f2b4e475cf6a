import { Button } from '@mantine/core'
import { useState } from 'react'
import { api, type Inheritance } from '../api.ts'
import { amountOf, microsIn, money } from '../texts/money.ts'
import { useForm } from '../ui/form.ts'
import { LinkButton } from '../ui/LinkButton.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast, toastFailure } from '../ui/toast.tsx'
import { useSubmit } from '../ui/useSubmit.ts'
import classes from './DailyCapRule.module.css'

interface DailyCapRuleProps {
  rule: Inheritance
  onSaved: (saved: Inheritance) => void
}

/** What each workspace may use a day of the installation’s connection. */
export function DailyCapRule({ rule, onSaved }: DailyCapRuleProps) {
  const [isEditing, setEditing] = useState(false)
  const { daily_cap_micros: micros } = rule
  if (isEditing)
    return (
      <CapForm
        micros={micros}
        onDone={(saved) => {
          if (saved) onSaved(saved)
          setEditing(false)
        }}
      />
    )
  return (
    <div>
      <div className={classes.line}>
        <span>
          {micros === null
            ? 'No daily cap on what workspaces use of this connection.'
            : `Each workspace may use ${money({ micros, currency: 'USD' })} a day of this connection.`}
        </span>
        <LinkButton onClick={() => setEditing(true)}>{micros === null ? 'Set a cap' : 'Change the cap'}</LinkButton>
      </div>
      <p className={classes.help}>
        In its own time zone, beside a cap of its own: the stricter holds. Another one for a single workspace is set
        under Workspaces. One-time codes go all the same, and are counted.
      </p>
    </div>
  )
}

function CapForm({ micros, onDone }: { micros: number | null; onDone: (saved?: Inheritance) => void }) {
  const form = useForm({ amount: micros === null ? '' : amountOf(micros) }, ({ amount }) => ({
    amount:
      amount.trim() === '' || microsIn(amount) !== null ? undefined : { text: 'Not an amount, such as 50 or 12.50.' },
  }))
  const { sending, frame } = useSubmit(form, {
    send: ({ amount }) =>
      api.setInheritance({ daily_cap_micros: amount.trim() === '' ? null : microsIn(amount) }).catch((error) => {
        toastFailure('Nothing was changed.', error)
        throw error
      }),
    onSent: (saved) => {
      toast(saved.daily_cap_micros === null ? 'There is no daily cap any more.' : 'The daily cap holds from now on.')
      onDone(saved)
    },
  })
  return (
    <form {...frame} className={classes.form}>
      <TextField
        form={form}
        name="amount"
        label="Daily cap for each workspace, USD"
        placeholder="No cap"
        help="Left empty, there is none."
        maxLength={20}
        autoFocus
      />
      <div className={classes.actions}>
        <Button type="submit" loading={sending.isPending}>
          Save the cap
        </Button>
        <Button variant="default" onClick={() => onDone()}>
          Cancel
        </Button>
      </div>
    </form>
  )
}
