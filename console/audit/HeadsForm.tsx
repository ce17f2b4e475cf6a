import { Button, Radio } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { type AuditHeads, api } from '../api.ts'
import { problemIn } from '../problem.ts'
import { Banner } from '../ui/Banner.tsx'
import { focusFirstFault, keepsFocus, useForm } from '../ui/form.ts'
import { LinkButton } from '../ui/LinkButton.tsx'
import { useUnsaved } from '../ui/leaving.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.tsx'
import classes from './HeadsScreen.module.css'
import { faultsIn, type HeadsValues, patchOf, valuesOf } from './heads-values.ts'
import { headsQuery } from './queries.ts'

interface HeadsFormProps {
  heads: AuditHeads
  /** A new signing secret, which is shown once. */
  onSecret: (secret: string | null) => void
}

export function HeadsForm({ heads, onSecret }: HeadsFormProps) {
  const element = useRef<HTMLFormElement>(null)
  const queries = useQueryClient()
  const form = useForm<HeadsValues>(valuesOf(heads), faultsIn)
  useUnsaved(form.changed)
  const { channel } = form.values
  const save = useMutation({
    mutationFn: api.changeAuditHeads,
    onSuccess: ({ signing_secret, ...saved }) => {
      onSecret(signing_secret)
      queries.setQueryData(headsQuery.queryKey, saved)
      void queries.invalidateQueries({ queryKey: ['audit-chain'] })
      form.reset(valuesOf(saved))
      toast(saved.channel ? 'Saved. What is not there yet goes out within seconds.' : 'Saved. The heads go nowhere.')
    },
    onError: (error) => {
      const fault = problemIn(error)?.body.errors?.find(({ pointer }) => pointer === '/destination')
      if (fault && channel !== 'nowhere') form.refuse({ [channel]: { text: fault.detail } })
      focusFirstFault(element.current)
    },
  })
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    if (form.check()) save.mutate(patchOf(form.values))
    else focusFirstFault(element.current)
  }
  return (
    <form ref={element} className={classes.form} onSubmit={submit} noValidate aria-label="Where they go">
      <Radio.Group
        aria-label="Where they go"
        value={channel}
        onChange={(value) => form.set('channel', value as HeadsValues['channel'])}
      >
        <div className={classes.choices}>
          <Radio value="email" label="By mail" description="To a mailbox that is not on this server." />
          <Radio value="webhook" label="To a webhook" description="A signed call to a system of your own." />
          <Radio
            value="file"
            label="To a file on the server"
            description="Appended to only. Worth something where the file is on another disk, or append-only for all but root."
          />
          <Radio value="nowhere" label="Nowhere" description="Then nobody can see that the end of a log was cut off." />
        </div>
      </Radio.Group>
      <Destination form={form} />
      {channel !== 'nowhere' && (
        <div className={classes.often}>
          <TextField form={form} name="every_minutes" label="Every so many minutes" inputMode="numeric" maxLength={4} />
        </div>
      )}
      {save.isError && (
        <Banner tone="red" title="Nothing was saved." urgent>
          {save.error.message}
        </Banner>
      )}
      <div className={classes.actions}>
        <Button type="submit" {...keepsFocus} loading={save.isPending} disabled={!form.changed}>
          Save
        </Button>
        {heads.channel === 'webhook' && !form.changed && (
          <LinkButton onClick={() => save.mutate({ new_secret: true })}>Make a new signing secret</LinkButton>
        )}
      </div>
    </form>
  )
}

function Destination({ form }: { form: ReturnType<typeof useForm<HeadsValues>> }) {
  const { channel } = form.values
  if (channel === 'email')
    return <TextField form={form} name="email" label="Address" type="email" inputMode="email" maxLength={320} />
  if (channel === 'webhook')
    return <TextField form={form} name="webhook" label="URL" inputMode="url" mono maxLength={500} />
  if (channel === 'file')
    return (
      <TextField
        form={form}
        name="file"
        label="Path"
        mono
        maxLength={500}
        placeholder="/var/log/handset/heads.txt"
        help="On the machine where the worker runs. With several, choose mail or a webhook."
      />
    )
  return null
}
