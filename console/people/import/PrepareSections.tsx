import { useMutation, useQuery } from '@tanstack/react-query'
import { toastFailure } from '../../ui/toast.tsx'
import { type Import, type ImportPatch, importApi } from './api.ts'
import { CheckSection } from './CheckSection.tsx'
import { ColumnsSection } from './ColumnsSection.tsx'
import { PreviewSection } from './PreviewSection.tsx'
import { previewQuery, useKeepImport } from './queries.ts'
import { ReadingSection } from './ReadingSection.tsx'

/** How the file is read, and what becomes of it: each choice is kept at once, so that nothing is lost on the way. */
export function PrepareSections({ one, lost }: { one: Import; lost: boolean }) {
  const keep = useKeepImport()
  const change = useMutation({
    mutationFn: (patch: ImportPatch) => importApi.change(one.id, patch),
    // One after the other: each says what all columns become.
    scope: { id: `import ${one.id}` },
    onSuccess: keep,
    onError: (error) => toastFailure('That was not changed. The file is read as before.', error),
  })
  const preview = useQuery(previewQuery(one))
  const patch = change.isPending ? change.variables : {}
  return (
    <>
      <ReadingSection one={one} pending={patch} onChange={change.mutate} />
      <ColumnsSection one={one} pending={patch.columns} preview={preview.data} onChange={change.mutate} />
      <PreviewSection preview={preview} />
      <CheckSection one={one} changing={change.isPending} lost={lost} />
    </>
  )
}
