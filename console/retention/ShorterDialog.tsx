import { useMutation, useQuery } from '@tanstack/react-query'
import { ConfirmDialog } from '../ui/Dialog.tsx'
import { Time } from '../ui/Time.tsx'
import { useOnce } from '../ui/useOnce.ts'
import { type Retention, retentionApi } from './api.ts'
import { countsOf } from './retention-words.ts'

interface ShorterProps {
  days: number
  onClose: () => void
  onSaved: (now: Retention) => void
}

/** What is deleted does not come back: how much it is stands here first. */
export function ShorterDialog({ days, onClose, onSaved }: ShorterProps) {
  const preview = useQuery({
    queryKey: ['retention', 'preview', days],
    queryFn: () => retentionApi.preview(days),
    staleTime: 0,
  })
  const change = useMutation({ mutationFn: () => retentionApi.change(days), onSuccess: onSaved })
  const press = useOnce(change)
  return (
    <ConfirmDialog
      title={`Keep ${days.toLocaleString('en')} days?`}
      onClose={onClose}
      words={{ keep: 'Cancel', act: 'Delete what is older', failed: 'Nothing was changed.' }}
      request={change}
      danger
      disabled={preview.isPending}
      onAct={press()}
    >
      <p role="status">
        {preview.isPending && 'Counting what is older …'}
        {preview.isError && 'How much is older could not be counted.'}
        {preview.data && <Older preview={preview.data} />}
      </p>
      <p>
        Texts, mails, entries of inboxes, their receipts and short links, replies and events go for good; nobody can
        bring them back. Opt-outs, statistics, what was spent and the audit log stay, and so does what is undecided.
      </p>
    </ConfirmDialog>
  )
}

function Older({ preview }: { preview: Awaited<ReturnType<typeof retentionApi.preview>> }) {
  const counts = countsOf(preview, true)
  if (!counts) return <>Nothing is older yet. From now on what becomes older is deleted, day by day.</>
  return (
    <>
      <strong>{counts}</strong> from before <Time at={preview.through} as="day" /> would go now, and from then on what
      becomes older, day by day.
    </>
  )
}
