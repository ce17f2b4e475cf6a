import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { OwnPhone } from '../api.ts'
import { toastFailure } from '../ui/toast.tsx'
import { ownPhoneQuery } from './queries.ts'

/** Something done about one's own number; what comes back is what the page shows from then on. */
export function useOwnPhone<Given = void>(send: (given: Given) => Promise<OwnPhone>, failure: string) {
  const queries = useQueryClient()
  return useMutation<OwnPhone, Error, Given>({
    mutationFn: send,
    onSuccess: (phone) => queries.setQueryData(ownPhoneQuery.queryKey, phone),
    onError: (error) => toastFailure(failure, error),
  })
}
