import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../api.ts'
import { useCan } from '../shell/session.ts'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Time } from '../ui/Time.tsx'
import { toast, toastFailure } from '../ui/toast.tsx'
import { settingsQuery } from './queries.ts'

/** A replaced Auth Token still proves receipts for a day: those under way were signed with it. */
export function PreviousToken({ until }: { until: string }) {
  const queries = useQueryClient()
  const mayEdit = useCan('sms.configure')
  const end = useMutation({
    mutationFn: api.endPreviousToken,
    onSuccess: () => {
      toast('Receipts signed with the previous token are refused from now on.')
      void queries.invalidateQueries({ queryKey: settingsQuery.queryKey })
    },
    onError: (error) => toastFailure('The previous token is still accepted.', error),
  })
  return (
    <p className="quiet">
      Receipts signed with the previous token are accepted until <Time at={until} as="day" />.{' '}
      {mayEdit && (
        <LinkButton disabled={end.isPending} onClick={() => end.mutate()}>
          End now
        </LinkButton>
      )}
    </p>
  )
}
