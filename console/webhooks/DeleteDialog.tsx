import { TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { ConfirmDialog } from '../ui/Dialog.tsx'
import { toast } from '../ui/toast.tsx'
import { useOnce } from '../ui/useOnce.ts'
import { type Webhook, webhooksApi } from './api.ts'
import { webhooksQuery } from './queries.ts'

export function DeleteDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const { host } = new URL(webhook.url)
  const remove = useMutation({
    mutationFn: () => webhooksApi.remove(webhook.id),
    onSuccess: async () => {
      await navigate({ to: '/settings/webhooks' })
      queries.removeQueries({ queryKey: ['webhook', webhook.id] })
      await queries.invalidateQueries({ queryKey: webhooksQuery.queryKey })
      toast('The webhook is deleted.')
    },
  })
  const press = useOnce(remove)
  return (
    <ConfirmDialog
      title="Delete the webhook?"
      words={{ keep: 'Keep it', act: 'Delete it', failed: 'It was not deleted.' }}
      request={remove}
      danger
      disabled={typed.trim() !== host}
      onAct={press()}
      onClose={onClose}
    >
      <p>
        {webhook.url} is told nothing any more, what still waits included, and its log goes with it. To stop it for a
        while, switch it off instead.
      </p>
      <TextInput
        label={`Type ${host} to confirm`}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
    </ConfirmDialog>
  )
}
