import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { Banner } from '../ui/Banner.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { focusFirstFault, keepsFocus, useForm } from '../ui/form.ts'
import { useOnce } from '../ui/useOnce.ts'
import { webhooksApi } from './api.ts'
import { NewSecret } from './NewSecret.tsx'
import { webhooksQuery } from './queries.ts'
import { faultsOf, NEW_WEBHOOK, refuse, WebhookFields, type WebhookValues } from './WebhookFields.tsx'
import classes from './Webhooks.module.css'

export function AddDialog({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient()
  const element = useRef<HTMLFormElement>(null)
  const form = useForm<WebhookValues>(NEW_WEBHOOK, faultsOf)
  const add = useMutation({
    mutationFn: (values: WebhookValues) => webhooksApi.add({ ...values, url: values.url.trim() }),
    onSuccess: () => void queries.invalidateQueries({ queryKey: webhooksQuery.queryKey }),
    onError: (error) => refuse(form, error, element.current),
  })
  const press = useOnce(add)
  const atField = form.fault('url') ?? form.fault('description')
  if (add.data) return <NewSecret made={add.data} onClose={onClose} />
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    if (form.check()) press(form.values)()
    else focusFirstFault(element.current)
  }
  return (
    <Dialog opened onClose={onClose} title="Add a webhook" width={560}>
      <form ref={element} className={classes.form} onSubmit={submit} noValidate>
        <WebhookFields form={form} />
        {add.isError && (
          <Banner tone="red" title="Nothing was saved." urgent>
            {atField ? 'Why stands at the field.' : add.error.message}
          </Banner>
        )}
        <DialogActions>
          <Button variant="default" onClick={onClose} disabled={add.isPending}>
            Cancel
          </Button>
          <Button type="submit" {...keepsFocus} loading={add.isPending}>
            Add the webhook
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
