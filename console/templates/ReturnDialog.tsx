import { useMutation } from '@tanstack/react-query'
import { ConfirmDialog } from '../ui/Dialog.tsx'
import { toast } from '../ui/toast.tsx'
import { type Template, templatesApi } from './api.ts'
import { useSaved } from './queries.ts'

interface ReturnDialogProps {
  template: Template
  onReturned: (template: Template) => void
  onClose: () => void
}

/** Asks before the catalog's words hold again. */
export function ReturnDialog({ template, onReturned, onClose }: ReturnDialogProps) {
  const noteSaved = useSaved()
  const returning = useMutation({
    mutationFn: async () => {
      await templatesApi.returnToCatalog(template.key)
      return templatesApi.one(template.key)
    },
    onSuccess: async (returned) => {
      onReturned(returned)
      toast('The words of the catalog hold again.')
      onClose()
      await noteSaved(returned)
    },
  })
  return (
    <ConfirmDialog
      title={`Return “${template.name}” to the catalog?`}
      onClose={onClose}
      words={{ keep: 'Keep own words', act: 'Return to the catalog', failed: 'Nothing was changed.' }}
      request={returning}
      danger
      onAct={() => returning.mutate()}
    >
      <p>
        New alerts use the words of the catalog. Yours stay under Versions, and what waits in the queue goes out in
        them.
      </p>
    </ConfirmDialog>
  )
}
