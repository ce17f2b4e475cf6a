import { useMutation } from '@tanstack/react-query'
import { api } from '../api.ts'
import { useCan } from '../shell/session.ts'
import { saveFile } from '../ui/save-file.ts'
import { toast, toastFailure } from '../ui/toast.tsx'
import { WhyNotButton } from '../ui/WhyNotButton.tsx'
import { useFilters } from './useFilters.ts'

/** What fits the filters, as a file with the numbers in full. */
export function ExportButton() {
  const mayReveal = useCan('numbers.reveal')
  const { filters, query } = useFilters()
  const take = useMutation({
    mutationFn: () => api.exportOptOuts(query),
    onSuccess: (file) => {
      saveFile(file)
      toast('The file holds the numbers in full. That you took it is recorded.')
    },
    onError: (error) => toastFailure('Nothing was exported.', error),
  })
  const whyNot = !mayReveal
    ? 'The file holds the numbers in full, and you may not see those. Ask an administrator.'
    : filters.recipient
      ? 'One number is no list: show every number first.'
      : null
  return (
    <WhyNotButton whyNot={whyNot} loading={take.isPending} onClick={() => take.mutate()}>
      Export
    </WhyNotButton>
  )
}
