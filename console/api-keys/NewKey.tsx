import { Button } from '@mantine/core'
import { Code } from '../ui/Copy.tsx'
import { Dialog, DialogWords } from '../ui/Dialog.tsx'

/** The only time that it is shown. */
export function NewKey({ apiKey, onClose }: { apiKey: string; onClose: () => void }) {
  return (
    <Dialog
      opened
      stays
      onClose={onClose}
      title="Your new key"
      width={560}
      actions={<Button onClick={onClose}>I have copied it</Button>}
    >
      <DialogWords>
        <p>Shown this once. Keep it where the program keeps its secrets.</p>
        <Code text={apiKey} label="API key" wraps />
        <p>To see that it works, and what it may do:</p>
        <Code text={curlToLook()} label="the request" wraps />
      </DialogWords>
    </Dialog>
  )
}

function curlToLook(): string {
  return `curl ${window.location.origin}/v1/me \\\n  -H "Authorization: Bearer $HANDSET_API_KEY"`
}
