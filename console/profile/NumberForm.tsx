import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { readPhone } from '../../shared/phone.ts'
import { api, type OwnPhone } from '../api.ts'
import { problemIn } from '../problem.ts'
import { ActionBar } from '../ui/ActionBar.tsx'
import { type Fault, type Faults, keepsFocus, useForm } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import { toastFailure } from '../ui/toast.tsx'
import { useSubmit } from '../ui/useSubmit.ts'
import classes from './Profile.module.css'
import { ownPhoneQuery } from './queries.ts'

interface Asked {
  number: string
}

/** Asks for a number and has a code sent to it. What is said here is kept with the confirmation. */
export function NumberForm({ phone, onDone, canCancel }: { phone: OwnPhone; onDone: () => void; canCancel: boolean }) {
  const queries = useQueryClient()
  const form = useForm<Asked>({ number: '' }, ({ number }) => ({ number: faultOf(number) }))
  const { sending, frame } = useSubmit(form, {
    send: ({ number }) => api.sendOwnCode(read(number)),
    onSent: (now) => {
      queries.setQueryData(ownPhoneQuery.queryKey, now)
      onDone()
    },
    faultsIn: faultsOf,
  })
  return (
    <form {...frame} className={classes.form}>
      <TextField
        form={form}
        name="number"
        label={phone.number ? 'New number' : 'Mobile number'}
        help={
          phone.number
            ? 'With + and country code. The present one stays until the new one is confirmed.'
            : 'With + and country code, as in +1 415 555 0142.'
        }
        inputMode="tel"
        autoComplete="tel"
        maxLength={40}
        autoFocus={phone.number !== null}
      />
      <p className="quiet">{phone.wording}</p>
      <ActionBar>
        <Button type="submit" {...keepsFocus} loading={sending.isPending}>
          Send a code
        </Button>
        {canCancel && (
          <Button variant="default" onClick={onDone} disabled={sending.isPending}>
            Cancel
          </Button>
        )}
      </ActionBar>
    </form>
  )
}

function read(number: string): string {
  const phone = readPhone(number)
  return phone.ok ? phone.e164 : number
}

function faultOf(number: string): Fault | undefined {
  const phone = readPhone(number)
  if (phone.ok) return undefined
  return { text: phone.text, ...(phone.suggestion && { use: phone.suggestion }) }
}

function faultsOf(error: Error): Faults<Asked> {
  const body = problemIn(error)?.body
  const text = body?.errors?.[0]?.detail ?? (body && body.status < 500 ? body.detail : undefined)
  if (!text) toastFailure('No code was sent.', error)
  return text ? { number: { text } } : {}
}
