import { Select } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { ConfirmDialog } from '../ui/Dialog.tsx'
import { toast } from '../ui/toast.tsx'
import { useOnce } from '../ui/useOnce.ts'
import { type Webhook, webhooksApi } from './api.ts'
import { useChanged } from './queries.ts'

const HOURS = [
  { value: '1', label: 'Last hour' },
  { value: '24', label: 'Last 24 hours' },
  { value: '168', label: 'Last 7 days' },
  { value: '720', label: 'Last 30 days' },
]

export function ResendDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const [hours, setHours] = useState('168')
  const noteChanged = useChanged(webhook.id)
  const resend = useMutation({
    mutationFn: () => resendAll(webhook.id, new Date(Date.now() - Number(hours) * 3600_000)),
    onSuccess: async (count) => {
      toast(count === 0 ? 'Nothing had failed in that time.' : `${count.toLocaleString('en')} go once more.`)
      await noteChanged()
      onClose()
    },
  })
  const press = useOnce(resend)
  return (
    <ConfirmDialog
      title="Send again what failed?"
      words={{ keep: 'Leave it', act: 'Resend', failed: 'Not all was sent again.' }}
      request={resend}
      onAct={press(undefined)}
      onClose={onClose}
    >
      <Select
        label="Of what happened in the"
        data={HOURS}
        value={hours}
        onChange={(value) => value && setHours(value)}
        allowDeselect={false}
        comboboxProps={{ shadow: 'none' }}
      />
      <p>Oldest first, each with the webhook-id that it had, so that your endpoint can drop what it has already.</p>
    </ConfirmDialog>
  )
}

/** In portions, until none is left. */
async function resendAll(id: string, since: Date): Promise<number> {
  let total = 0
  for (;;) {
    const { count, more } = await webhooksApi.resendFailed(id, since.toISOString())
    total += count
    if (!more) return total
  }
}
