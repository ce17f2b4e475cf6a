import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Code } from '../ui/Copy.tsx'
import { Dialog, DialogWords } from '../ui/Dialog.tsx'
import type { ScimTokenMade } from './api.ts'
import { scimQuery } from './queries.ts'

/** The only time that it is shown. */
export function NewToken({ made, onClose }: { made: ScimTokenMade; onClose: () => void }) {
  const { data } = useQuery(scimQuery)
  return (
    <Dialog
      opened
      stays
      onClose={onClose}
      title={`The token for ${made.name}`}
      width={560}
      actions={<Button onClick={onClose}>I have copied it</Button>}
    >
      <DialogWords>
        <p>Shown this once. The directory calls it token, secret token or HTTP header.</p>
        <Code text={made.token} label="token" wraps />
        {data && (
          <>
            <p>Beside it goes the address, as base URL or tenant URL:</p>
            <Code text={data.address} label="address" wraps />
          </>
        )}
      </DialogWords>
    </Dialog>
  )
}
