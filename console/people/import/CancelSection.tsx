import { useDisclosure } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { DangerRow } from '../../ui/DangerRow.tsx'
import { ConfirmDialog } from '../../ui/Dialog.tsx'
import { toast } from '../../ui/toast.tsx'
import { useOnce } from '../../ui/useOnce.ts'
import { type Import, importApi } from './api.ts'
import classes from './Import.module.css'
import { useKeepImport } from './queries.ts'
import { forgetUpload } from './uploads.ts'
import { number } from './words.ts'

/** Ends an import that has not ended. */
export function CancelSection({ one }: { one: Import }) {
  const [asking, ask] = useDisclosure(false)
  return (
    <>
      <DangerRow className={classes.danger} label="Cancel the import…" onPress={ask.open}>
        {one.state === 'importing'
          ? 'Ends it where it is. Whom it has imported by then stays.'
          : 'Nobody is imported, and the file is deleted.'}
      </DangerRow>
      {asking && <CancelDialog one={one} onClose={ask.close} />}
    </>
  )
}

function CancelDialog({ one, onClose }: { one: Import; onClose: () => void }) {
  const keep = useKeepImport()
  const cancel = useMutation({
    mutationFn: () => importApi.cancel(one.id),
    onSuccess: (ended) => {
      forgetUpload(one.id)
      keep(ended)
      // It may have come to its end meanwhile.
      toast(ended.state === 'cancelled' ? 'The import is cancelled.' : 'It was done already.')
      onClose()
    },
  })
  const press = useOnce(cancel)
  const isRunning = one.state === 'importing'
  return (
    <ConfirmDialog
      title={`Cancel the import of ${one.file_name}?`}
      words={{ keep: 'Let it go on', act: 'Cancel the import', failed: 'It was not cancelled.' }}
      request={cancel}
      danger
      onClose={onClose}
      onAct={press()}
    >
      {isRunning ? (
        <p>
          {number(one.rows_done)} of {number(one.rows ?? 0)} rows are imported. Those people stay as they are now; the
          rows after them are not taken, and the file is deleted.
        </p>
      ) : (
        <p>Nobody is imported. The file and what was chosen for its columns are deleted.</p>
      )}
    </ConfirmDialog>
  )
}
