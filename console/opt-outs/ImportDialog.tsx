import { Button, FileButton } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { api, type OptOutImport } from '../api.ts'
import { Banner } from '../ui/Banner.tsx'
import { Code } from '../ui/Copy.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { useOnce } from '../ui/useOnce.ts'
import { decode } from './decode.ts'
import { ImportFindings } from './ImportFindings.tsx'
import classes from './OptOuts.module.css'
import { useRefresh } from './queries.ts'

interface Read {
  name: string
  text: string
  found: OptOutImport
}

/** A list of numbers that stopped elsewhere: first what it would do, then it is done. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const refresh = useRefresh()
  const read = useMutation({
    mutationFn: async (file: File): Promise<Read> => {
      const text = decode(new Uint8Array(await file.arrayBuffer()))
      return { name: file.name, text, found: await api.importOptOuts(text, nameOf(file), true) }
    },
  })
  const stop = useMutation({
    mutationFn: ({ text, name }: Read) => api.importOptOuts(text, nameOf({ name }), false),
    onSuccess: refresh,
  })
  const press = useOnce(stop)
  const choose = (file: File | null) => {
    stop.reset()
    if (file) read.mutate(file)
  }
  return (
    <Dialog opened onClose={onClose} title="Import opt-outs" width={560} stays>
      <div className={classes.form}>
        {!read.data && <WhatIsRead />}
        {read.isError && (
          <Banner tone="red" title={`${read.variables?.name ?? 'The file'} cannot be read.`} urgent>
            {read.error.message} Nothing was changed.
          </Banner>
        )}
        {read.data && (
          <ImportFindings name={read.data.name} found={stop.data ?? read.data.found} isDone={stop.isSuccess} />
        )}
        {stop.isError && (
          <Banner tone="red" title="It broke off." urgent>
            {stop.error.message} Import it again: what is stopped already stays so.
          </Banner>
        )}
        <DialogActions>
          {stop.isSuccess ? (
            <Button onClick={onClose}>Done</Button>
          ) : (
            <>
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <FileButton onChange={choose} accept=".csv,.txt,text/csv,text/plain">
                {(props) => (
                  <Button {...props} variant={read.data ? 'default' : 'filled'} loading={read.isPending}>
                    {read.data ? 'Another file' : 'Choose a file'}
                  </Button>
                )}
              </FileButton>
              {read.data && read.data.found.added > 0 && (
                <Button loading={stop.isPending} onClick={(event) => press(read.data)(event)}>
                  {stopWords(read.data.found.added)}
                </Button>
              )}
            </>
          )}
        </DialogActions>
      </div>
    </Dialog>
  )
}

function WhatIsRead() {
  return (
    <>
      <p className={classes.words}>
        A CSV file with a column <span className="mono">number</span> and, where there is one, a column{' '}
        <span className="mono">note</span>. Numbers stand with + and country code. Up to 20,000 lines.
      </p>
      <Code label="example" text={'number,note\n+14155550142,left in May\n+442079460123,'} />
      <p className={classes.words}>Before anything is stopped you see what it would do.</p>
    </>
  )
}

function stopWords(count: number): string {
  return count === 1 ? 'Stop 1 number' : `Stop ${count.toLocaleString('en')} numbers`
}

/** As the server takes it. */
function nameOf({ name }: { name: string }): string {
  return name.slice(-200)
}
