import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ConfirmDialog } from '../ui/Dialog.tsx'
import { toast } from '../ui/toast.tsx'
import { useOnce } from '../ui/useOnce.ts'
import { type EventTypeOut, eventTypesApi, eventTypesQuery } from './event-types.ts'

interface Props {
  type: EventTypeOut
  onClose: () => void
  onDone: () => void
}

export function DeleteEventTypeDialog({ type, onClose, onDone }: Props) {
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: () => eventTypesApi.remove(type.type),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: eventTypesQuery.queryKey })
      toast(`The event type ${type.name} is deleted.`)
      onDone()
    },
  })
  const press = useOnce(remove)
  return (
    <ConfirmDialog
      title={`Delete the event type ${type.name}?`}
      words={{ keep: 'Keep it', act: 'Delete it', failed: 'It was not deleted.' }}
      request={remove}
      danger
      onAct={press()}
      onClose={onClose}
    >
      <p>People no longer choose of it. Events that came in as such stay.</p>
    </ConfirmDialog>
  )
}
