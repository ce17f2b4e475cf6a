import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { api } from '../api.ts'
import { problemIn } from '../problem.ts'
import { useMe } from '../shell/session.ts'
import { Banner } from '../ui/Banner.tsx'
import { focusFirstFault, keepsFocus, useForm } from '../ui/form.ts'
import { Section } from '../ui/Section.tsx'
import { TextField } from '../ui/TextField.tsx'
import classes from './MailScreen.module.css'
import type { MailServer } from './mail-values.ts'

/** Sends a mail and shows what the server said to it, word for word. */
export function TestSection({ server }: { server: MailServer }) {
  const { user } = useMe()
  const element = useRef<HTMLFormElement>(null)
  const form = useForm({ to: user?.email ?? '' }, ({ to }) => ({
    to: /^[^\s@]+@[^\s@]+$/.test(to.trim()) ? undefined : { text: 'An email address.' },
  }))
  const send = useMutation({
    mutationFn: (to: string) => api.testMail(to),
    onError: (error) => {
      const fault = problemIn(error)?.body.errors?.find(({ pointer }) => pointer === '/to')
      if (fault) form.refuse({ to: { text: fault.detail } })
      focusFirstFault(element.current)
    },
  })
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    if (form.check()) send.mutate(form.values.to.trim())
    else focusFirstFault(element.current)
  }
  return (
    <Section title="Test" purpose="A mail that the server takes may still be held back later: look into the inbox.">
      <form ref={element} noValidate onSubmit={submit} className={classes.test}>
        <TextField form={form} name="to" label="Send to" type="email" inputMode="email" />
        <Button type="submit" variant="default" {...keepsFocus} loading={send.isPending}>
          Send a test mail
        </Button>
      </form>
      {send.isSuccess && !send.isPending && (
        <div className={classes.outcome}>
          <Banner tone="green" title={`${server.host} took the mail to ${send.data.to}.`} urgent>
            Its answer: <span className="mono">{send.data.answer}</span>
          </Banner>
        </div>
      )}
      {send.isError && !send.isPending && (
        <div className={classes.outcome}>
          <Banner tone="red" title="No mail was sent." urgent>
            {form.fault('to') ? 'Why stands at the field.' : send.error.message}
          </Banner>
        </div>
      )}
    </Section>
  )
}
