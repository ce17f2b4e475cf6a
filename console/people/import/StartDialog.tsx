import { Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { problemIn } from '../../problem.ts'
import { useMe } from '../../shell/session.ts'
import { ConfirmDialog } from '../../ui/Dialog.tsx'
import { toast, toastFailure } from '../../ui/toast.tsx'
import { useOnce } from '../../ui/useOnce.ts'
import { type Import, importApi } from './api.ts'
import { importQuery, useKeepImport } from './queries.ts'
import { resultIn, rowsIn } from './words.ts'

/** The last word before people are written. */
export function StartDialog({ one, onClose }: { one: Import; onClose: () => void }) {
  const keep = useKeepImport()
  const queries = useQueryClient()
  const { user } = useMe()
  const [wording, setWording] = useState(one.consent?.wording ?? '')
  const start = useMutation({
    mutationFn: async () => {
      const said = wording.trim()
      if (said !== (one.consent?.wording ?? ''))
        await importApi.change(one.id, { consent: said ? { wording: said, source: one.file_name } : null })
      return importApi.start(one.id)
    },
    onSuccess: (started) => {
      keep(started)
      if (started.created_by !== user?.name) toast(`${started.created_by} had started it already.`)
      window.scrollTo({ top: 0 })
      onClose()
    },
    onError: (error) => {
      // Somebody ended it meanwhile: what is asked here goes with what it was about.
      if (!problemIn(error)?.body.code.startsWith('import_')) return
      toastFailure('Nothing was started.', error)
      onClose()
      void queries.invalidateQueries({ queryKey: importQuery(one.id).queryKey })
    },
  })
  const press = useOnce(start)
  const hasPhones = one.columns.some(({ to }) => to === 'phone')
  return (
    <ConfirmDialog
      title={`Import ${rowsIn(one.rows ?? 0)}?`}
      words={{ keep: 'Not yet', act: 'Import', failed: 'Nothing was started.' }}
      request={start}
      onClose={onClose}
      onAct={press()}
    >
      <p>
        {one.checked ? `By the check: ${resultIn(one.checked)}. ` : 'The file was not checked as a whole. '}
        What the file says replaces what is here; what it leaves empty stays. There is no way back.
      </p>
      {hasPhones && (
        <>
          <p>
            Its numbers count as given by your directory: they may be texted at once, unless somebody answered STOP.
            Import numbers only of people who agreed to be texted.
          </p>
          <Textarea
            label="What they agreed to (optional)"
            description="Word for word, as the form showed it. It is kept with each number as evidence."
            maxLength={2000}
            autosize
            minRows={2}
            maxRows={6}
            value={wording}
            onChange={(event) => setWording(event.currentTarget.value)}
          />
        </>
      )}
    </ConfirmDialog>
  )
}
