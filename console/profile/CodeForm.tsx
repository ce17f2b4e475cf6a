import { Button } from '@mantine/core'
import { useInterval } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, type OwnPhone } from '../api.ts'
import { ActionBar } from '../ui/ActionBar.tsx'
import { keepsFocus, useForm } from '../ui/form.ts'
import { LinkButton } from '../ui/LinkButton.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.tsx'
import { useSubmit } from '../ui/useSubmit.ts'
import { codeFaultsOf, digitsOf, type Entered } from './code-values.ts'
import classes from './Profile.module.css'
import { ownPhoneQuery } from './queries.ts'
import { useOwnPhone } from './useOwnPhone.ts'

/** Waits for the code that was texted. Phones offer it by themselves. */
export function CodeForm({ phone, onOther }: { phone: OwnPhone; onOther: () => void }) {
  const code = phone.code!
  const queries = useQueryClient()
  const form = useForm<Entered>({ code: '' }, (values) => ({
    code: /^\d{6}$/.test(digitsOf(values)) ? undefined : { text: 'The code has six digits.' },
  }))
  const { sending, frame } = useSubmit(form, {
    send: (values) => api.confirmOwnPhone(digitsOf(values)),
    onSent: (now) => {
      queries.setQueryData(ownPhoneQuery.queryKey, now)
      toast('Your number is confirmed.')
    },
    faultsIn: (error) => codeFaultsOf(error, 'Your number was not confirmed.'),
  })
  const isOver = code.expired || code.tries_left === 0
  return (
    <form {...frame} className={classes.form}>
      <TextField
        form={form}
        name="code"
        label="Code"
        help={isOver ? overOf(code) : `Sent to ${code.number}. It is good for ten minutes.`}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={12}
        autoFocus
        mono
      />
      <ActionBar>
        {!isOver && (
          <Button type="submit" {...keepsFocus} loading={sending.isPending}>
            Confirm
          </Button>
        )}
        <Again resendAt={code.resend_at} number={code.number} isNext={isOver} />
        <LinkButton onClick={onOther}>Use another number</LinkButton>
      </ActionBar>
      {phone.answerable && (
        <p className="quiet">
          Nothing? If this phone ever answered STOP to us, text START
          {phone.answer_to ? ` to ${phone.answer_to}` : ' as an answer to an earlier text'}, then try again.
        </p>
      )}
    </form>
  )
}

function overOf(code: NonNullable<OwnPhone['code']>): string {
  return code.expired
    ? `The code to ${code.number} has run out. Have a new one sent.`
    : `The code to ${code.number} was tried too often. Have a new one sent.`
}

/** Another code, once the wait for it is over; it counts down where it can be seen. `isNext`: there is nothing else to do. */
function Again({ resendAt, number, isNext }: { resendAt: string; number: string; isNext: boolean }) {
  const [now, setNow] = useState(Date.now)
  useInterval(() => setNow(Date.now()), 1000, { autoInvoke: true })
  const again = useOwnPhone(api.sendCodeAgain, 'No new code was sent.')
  const seconds = Math.ceil((Date.parse(resendAt) - now) / 1000)
  if (seconds > 0) {
    const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
    return <span className="quiet">New code in {clock}</span>
  }
  const send = () => again.mutate(undefined, { onSuccess: () => toast(`A new code went to ${number}.`) })
  if (isNext) {
    return (
      <Button onClick={send} loading={again.isPending}>
        Send a new code
      </Button>
    )
  }
  return (
    <LinkButton onClick={send} disabled={again.isPending}>
      Send a new code
    </LinkButton>
  )
}
