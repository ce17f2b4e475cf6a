import { Button } from '@mantine/core'
import { Banner } from '../../ui/Banner.tsx'
import { Section } from '../../ui/Section.tsx'
import type { Import } from './api.ts'
import { FileChooser } from './FileChooser.tsx'
import classes from './Import.module.css'
import { ProgressBar } from './ProgressBar.tsx'
import { troubleIn } from './trouble.ts'
import { type Upload, useUpload } from './uploads.ts'
import { useSend } from './useSend.ts'
import { sizeIn } from './words.ts'

/** The file on its way, or what kept it from arriving. */
export function FileSection({ one }: { one: Import }) {
  const upload = useUpload(one.id)
  const send = useSend()
  if (upload && !upload.problem)
    return (
      <Section title="Upload">
        <OnItsWay upload={upload} />
      </Section>
    )
  return (
    <Section title="File">
      {upload?.problem ? (
        <Banner tone="red" title={troubleIn(upload.problem).title} urgent>
          {troubleIn(upload.problem).body}
        </Banner>
      ) : (
        <Banner tone="amber" title="There is no file here yet.">
          Nobody is imported. It is on its way from another page, or its upload broke off: then choose it again.
        </Banner>
      )}
      <FileChooser busy={false} onSend={(file) => send(one.id, file)} />
    </Section>
  )
}

function OnItsWay({ upload }: { upload: Upload }) {
  const { bytes, sent, stop } = upload
  const isSent = sent >= bytes
  return (
    <div className={classes.progress}>
      <ProgressBar label="Upload" done={sent} of={bytes} />
      <p className={classes.progressWords}>
        {isSent
          ? 'Handset reads the file…'
          : `${sizeIn(sent)} of ${sizeIn(bytes)}. Leave this page open until it is sent.`}
      </p>
      {!isSent && (
        <div>
          <Button variant="default" onClick={stop}>
            Stop the upload
          </Button>
        </div>
      )}
    </div>
  )
}
