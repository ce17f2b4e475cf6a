import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { readPhone } from '../../shared/phone.ts'
import { api, type TestSample } from '../api.ts'
import { problemIn } from '../problem.ts'
import { Bubble, Meter } from '../texts/Bubble.tsx'
import { Banner } from '../ui/Banner.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { focusFirstFault, useForm } from '../ui/form.ts'
import { Bar, LoadError } from '../ui/states.tsx'
import { TextField } from '../ui/TextField.tsx'
import { readinessQuery, sampleQuery, settingsQuery } from './queries.ts'
import classes from './TestDialog.module.css'
import { TestLadder } from './TestLadder.tsx'
import { VerifiedNumbers } from './VerifiedNumbers.tsx'

/** Sends the sample alert and tells what becomes of it. */
export function TestDialog({ onClose }: { onClose: () => void }) {
  const sample = useQuery(sampleQuery)
  return (
    <Dialog opened onClose={onClose} title="Send test SMS">
      {sample.isPending && <Bar width="100%" />}
      {sample.isError && <LoadError thing="the sample text" retry={sample.refetch} />}
      {sample.data && <TestForm sample={sample.data} />}
    </Dialog>
  )
}

function TestForm({ sample }: { sample: TestSample }) {
  const trial = useQuery(settingsQuery).data?.account?.kind === 'trial'
  const queries = useQueryClient()
  const navigate = useNavigate()
  const form = useForm({ to: sample.to ?? '' }, ({ to }) => ({ to: phoneFault(to) }))
  const element = useRef<HTMLFormElement>(null)
  const key = useRef(crypto.randomUUID())
  const send = useMutation({
    mutationFn: (to: string) => api.sendTest(to, key.current),
    onSuccess: () => {
      key.current = crypto.randomUUID()
      for (const { queryKey } of [settingsQuery, readinessQuery]) void queries.invalidateQueries({ queryKey })
    },
    onError: (error) => {
      const problem = problemIn(error)
      // Without an answer it may have been sent: the same key again does not send a second one.
      if (!problem?.is('no_answer')) key.current = crypto.randomUUID()
      const fault = problem?.body.errors?.find(({ pointer }) => pointer === '/to')
      if (!fault) return
      form.refuse({ to: { text: fault.detail } })
      focusFirstFault(element.current)
    },
  })
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    const read = readPhone(form.values.to)
    if (form.check() && read.ok) send.mutate(read.e164)
    else focusFirstFault(element.current)
  }
  const sent = send.data?.message
  const isSaidAtField = send.isError && form.fault('to') !== undefined
  return (
    <form ref={element} onSubmit={submit} noValidate className={classes.form}>
      {!sent && (
        <TextField form={form} name="to" label="Phone number" inputMode="tel" placeholder="+14155551234" autoFocus />
      )}
      <div className={classes.text}>
        <Bubble body={sample.body} />
        <Meter body={sample.body} trial={trial} />
      </div>
      {sample.notes.map((note) => (
        <Note key={note} text={note} />
      ))}
      {send.isError && !isSaidAtField && (
        <Banner
          tone="red"
          title={problemIn(send.error)?.is('no_answer') ? 'It may have been sent.' : 'Nothing was sent.'}
          urgent
        >
          {send.error.message}
        </Banner>
      )}
      {sent && <TestLadder first={sent} />}
      <DialogActions>
        {sent ? (
          <>
            <Button variant="default" onClick={() => void navigate({ to: '/history/$id', params: { id: sent.id } })}>
              Open in History
            </Button>
            <Button type="button" variant="default" onClick={() => send.reset()}>
              {sent.status_group === 'failed' ? 'Try again' : 'Send another'}
            </Button>
          </>
        ) : (
          <Button type="submit" loading={send.isPending}>
            Send
          </Button>
        )}
      </DialogActions>
    </form>
  )
}

/** What is special about this test: where it goes, or whom it does not reach. */
function Note({ text }: { text: string }) {
  if (text.startsWith('Redirect')) return <Banner tone="amber" title={text} />
  const isTrial = text.startsWith('Trial')
  return <Banner tone="blue" title={text} action={isTrial && <VerifiedNumbers>Verify there ↗</VerifiedNumbers>} />
}

function phoneFault(typed: string) {
  const read = readPhone(typed)
  return read.ok ? undefined : { text: read.text, ...(read.suggestion && { use: read.suggestion }) }
}
