import { Button, FileButton } from '@mantine/core'
import { IconFileSpreadsheet } from '@tabler/icons-react'
import { useState } from 'react'
import { Banner } from '../../ui/Banner.tsx'
import classes from './FileChooser.module.css'
import { faultOf, kindOf } from './file-fault.ts'
import { troubleOf } from './trouble.ts'
import { sizeIn } from './words.ts'

const ACCEPTED = '.csv,.tsv,.tab,.txt,text/csv,text/tab-separated-values,text/plain'

interface FileChooserProps {
  busy: boolean
  onSend: (file: File) => void
}

/** A file is picked or dropped, looked at, and only then sent. */
export function FileChooser({ busy, onSend }: FileChooserProps) {
  const [file, setFile] = useState<File | null>(null)
  const [over, setOver] = useState(false)
  const fault = file && faultOf(file)
  const drop = (event: React.DragEvent) => {
    event.preventDefault()
    setOver(false)
    setFile(event.dataTransfer.files[0] ?? null)
  }
  return (
    <section
      className={classes.place}
      aria-label="File"
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {file && !fault ? (
        <Picked file={file} busy={busy} onSend={() => onSend(file)} onPick={setFile} />
      ) : (
        <>
          {fault && <Fault code={fault} />}
          <div className={classes.offer}>
            <Choose onPick={setFile}>Choose a file</Choose>
            <span>or drop it here</span>
          </div>
          <p className={classes.rules}>
            CSV, up to 50 MB and 300,000 rows, separated by commas, semicolons or tabs. You see what was found in it
            before anything is imported.
          </p>
        </>
      )}
    </section>
  )
}

interface PickedProps {
  file: File
  busy: boolean
  onSend: () => void
  onPick: (file: File | null) => void
}

function Picked({ file, busy, onSend, onPick }: PickedProps) {
  return (
    <>
      <p className={classes.file}>
        <IconFileSpreadsheet size={20} stroke={1.5} aria-hidden />
        <span className={classes.name}>{file.name}</span>
        <span className={classes.size}>
          {kindOf(file.name)}, {sizeIn(file.size)}
        </span>
      </p>
      <div className={classes.offer}>
        <Button loading={busy} onClick={onSend}>
          Upload
        </Button>
        <Choose onPick={onPick}>Choose another</Choose>
      </div>
      <p className={classes.rules}>Nobody is imported by that: next you see what was found in it.</p>
    </>
  )
}

function Choose({ onPick, children }: { onPick: (file: File | null) => void; children: string }) {
  return (
    <FileButton accept={ACCEPTED} onChange={onPick} inputProps={{ 'aria-label': children }}>
      {(props) => (
        <Button variant="default" {...props}>
          {children}
        </Button>
      )}
    </FileButton>
  )
}

function Fault({ code }: { code: Parameters<typeof troubleOf>[0] }) {
  const { title, body } = troubleOf(code)
  return (
    <Banner tone="red" title={title} urgent>
      {body}
    </Banner>
  )
}
