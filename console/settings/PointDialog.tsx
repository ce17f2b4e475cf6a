import { Button, CopyButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { RepliesOut } from '../api.ts'
import { api } from '../api.ts'
import { Banner } from '../ui/Banner.tsx'
import { Dialog, DialogWords } from '../ui/Dialog.tsx'
import { toast } from '../ui/toast.tsx'
import classes from './PointDialog.module.css'
import { settingsQuery } from './queries.ts'
import { nowWords, repliesSenderWords } from './replies-words.ts'
import { useChangeReplies } from './useChangeReplies.ts'
import { providerInSentence, providerNames } from './words.ts'

/** What will be changed at the provider, said before it is: nothing is changed without this. */
export function PointDialog({ replies, onClose }: { replies: RepliesOut; onClose: () => void }) {
  const settings = useQuery(settingsQuery)
  const provider = settings.data?.provider ?? 'twilio'
  const point = useChangeReplies(api.pointReplies, () => {
    onClose()
    toast('Replies come to Handset from now on.')
  })
  const senders = replies.senders.filter((sender) => sender.can_point)
  const ours = replies.address && new URL(replies.address).origin
  return (
    <Dialog
      opened
      onClose={onClose}
      width={640}
      title="Point replies to Handset?"
      actions={
        <>
          {replies.address && (
            <CopyButton value={replies.address} timeout={1500}>
              {({ copied, copy }) => (
                <Button variant="default" onClick={copy}>
                  {copied ? 'Copied' : 'Copy address, I do it myself'}
                </Button>
              )}
            </CopyButton>
          )}
          <Button
            loading={point.isPending}
            disabled={senders.length === 0}
            onClick={() => point.mutate(senders.map(({ id, version }) => ({ id, version })))}
          >
            Change at {providerNames[provider]}
          </Button>
        </>
      }
    >
      <DialogWords>
        <table className={classes.table}>
          <caption className="visually-hidden">Where replies go now and after</caption>
          <thead>
            <tr>
              <th scope="col">Sender</th>
              <th scope="col">Now</th>
              <th scope="col">After</th>
            </tr>
          </thead>
          <tbody>
            {senders.map((sender) => (
              <tr key={sender.id}>
                <th scope="row">{repliesSenderWords(sender)}</th>
                <td data-label="Now">
                  <span className={sender.now && sender.state !== 'sample' ? 'mono' : undefined}>
                    {nowWords(sender, providerInSentence[provider])}
                  </span>
                </td>
                <td data-label="After">
                  Handset <span className="mono">{ours}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <p>Voice settings are not touched. You can put the old address back here any time.</p>
        {point.isError && (
          <Banner tone="red" title="Not everything was changed." urgent>
            {point.error.message}
          </Banner>
        )}
      </DialogWords>
    </Dialog>
  )
}
