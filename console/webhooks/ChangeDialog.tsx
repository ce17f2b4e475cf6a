import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { Banner } from '../ui/Banner.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { focusFirstFault, keepsFocus, useForm } from '../ui/form.ts'
import { toast } from '../ui/toast.tsx'
import { useOnce } from '../ui/useOnce.ts'
import { type Webhook, webhooksApi } from './api.ts'
import { useChanged } from './queries.ts'
import { faultsOf, refuse, WebhookFields, type WebhookValues } from './WebhookFields.tsx'
import classes from './Webhooks.module.css'

export function ChangeDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const { id, url, description, types, with_text } = webhook
  const noteChanged = useChanged(id)
  const element = useRef<HTMLFormElement>(null)
  const form = useForm<WebhookValues>({ url, description, types, with_text }, faultsOf)
  const change = useMutation({
    mutationFn: (values: WebhookValues) => webhooksApi.change(id, { ...values, url: values.url.trim() }),
    onSuccess: async (changed) => {
      await noteChanged(changed)
      toast('The webhook is changed.')
      onClose()
    },
    onError: (error) => refuse(form, error, element.current),
  })
  const press = useOnce(change)
  const atField = form.fault('url') ?? form.fault('description')
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    if (form.check()) press(form.values)()
    else focusFirstFault(element.current)
  }
  return (
    <Dialog opened onClose={onClose} title="Change the webhook" width={560}>
      <form ref={element} className={classes.form} onSubmit={submit} noValidate>
        <WebhookFields form={form} />
        {change.isError && (
          <Banner tone="red" title="Nothing was saved." urgent>
            {atField ? 'Why stands at the field.' : change.error.message} What you had still works.
          </Banner>
        )}
        <DialogActions>
          <Button variant="default" onClick={onClose} disabled={change.isPending}>
            Cancel
          </Button>
          <Button type="submit" {...keepsFocus} loading={change.isPending}>
            Save
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
