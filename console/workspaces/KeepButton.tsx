import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../api.ts'
import { LinkButton } from '../ui/LinkButton.tsx'
import { toast, toastFailure } from '../ui/toast.tsx'
import { useOnce } from '../ui/useOnce.ts'
import { workspaceQuery } from './queries.ts'

/** Takes the mark away again. */
export function KeepButton({ inBanner }: { inBanner?: boolean }) {
  const queries = useQueryClient()
  const keep = useMutation({
    mutationFn: api.keepWorkspace,
    onSuccess: (kept) => {
      queries.setQueryData(workspaceQuery.queryKey, kept)
      void queries.invalidateQueries()
      toast(`${kept.name} is kept. It sends again.`)
    },
    onError: (error) => toastFailure('It is still marked for deletion.', error),
  })
  const press = useOnce(keep, { stays: true })
  if (inBanner)
    return (
      <LinkButton disabled={keep.isPending} onClick={press()}>
        Undo
      </LinkButton>
    )
  return (
    <Button variant="default" loading={keep.isPending} onClick={press()}>
      Keep workspace
    </Button>
  )
}
