import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { OwnPhone } from '../api.ts'
import { ActionBar } from '../ui/ActionBar.tsx'
import { Banner } from '../ui/Banner.tsx'
import { keepsFocus, useForm } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import { Time } from '../ui/Time.tsx'
import { toast } from '../ui/toast.tsx'
import { useSubmit } from '../ui/useSubmit.ts'
import { returnApi } from './api.ts'
import { codeFaultsOf, digitsOf } from './code-values.ts'
import classes from './Profile.module.css'
import { ownPhoneQuery } from './queries.ts'
import { useOwnPhone } from './useOwnPhone.ts'

/** The link of a text ended texts, and START has nowhere to go: a code from the phone brings them back. */
export function EndedByLink({ since, wording }: { since: string; wording: OwnPhone['wording'] }) {
  const [asked, setAsked] = useState(false)
  const ask = useOwnPhone(returnApi.askForCode, 'No code was sent.')
  const send = () => ask.mutate(undefined, { onSuccess: () => setAsked(true) })
  return (
    <>
      <Banner
        tone="red"
        title="Texts to this number were ended."
        action={
          !asked && (
            <Button variant="default" loading={ask.isPending} onClick={send}>
              Let texts come again
            </Button>
          )
        }
      >
        Somebody followed the link of a text on <Time at={since} as="day" />. A code that we text to the number once
        brings them back: these texts cannot be answered.
      </Banner>
      {!asked && <p className="quiet">{wording}</p>}
      {asked && <ReturnForm />}
    </>
  )
}

function ReturnForm() {
  const queries = useQueryClient()
  const form = useForm({ code: '' }, (values) => ({
    code: /^\d{6}$/.test(digitsOf(values)) ? undefined : { text: 'The code has six digits.' },
  }))
  const { sending, frame } = useSubmit(form, {
    send: (values) => returnApi.confirm(digitsOf(values)),
    onSent: (now) => {
      queries.setQueryData(ownPhoneQuery.queryKey, now)
      toast('Texts may come again.')
    },
    faultsIn: (error) => codeFaultsOf(error, 'Texts stay ended.'),
  })
  return (
    <form {...frame} className={classes.form}>
      <TextField
        form={form}
        name="code"
        label="Code"
        help="From the text that was just sent. It is good for ten minutes."
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={12}
        autoFocus
        mono
      />
      <ActionBar>
        <Button type="submit" {...keepsFocus} loading={sending.isPending}>
          Let texts come again
        </Button>
      </ActionBar>
    </form>
  )
}
