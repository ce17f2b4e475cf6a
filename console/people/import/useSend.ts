import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { toastFailure } from '../../ui/toast.tsx'
import { type Import, importApi } from './api.ts'
import { useKeepImport } from './queries.ts'
import { sendFile } from './uploads.ts'

/** Sends a file for an import, whoever looks meanwhile. */
export function useSend(): (importId: string, file: File) => void {
  const keep = useKeepImport()
  return (importId, file) =>
    void sendFile(importId, file).then((taken) => {
      if (taken) keep(taken)
    })
}

/** Begins an import with a file, and goes where it is seen on its way. */
export function useBegin() {
  const send = useSend()
  const navigate = useNavigate()
  const queries = useQueryClient()
  return useMutation<Import, Error, File>({
    mutationFn: (file) => importApi.begin(file.name.slice(-200)),
    onSuccess: (begun, file) => {
      send(begun.id, file)
      void queries.invalidateQueries({ queryKey: ['imports'] })
      return navigate({ to: '/people/import/$id', params: { id: begun.id }, state: { fromList: true } })
    },
    onError: (error) => toastFailure('Nothing was uploaded.', error),
  })
}
