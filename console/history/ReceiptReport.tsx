import type { MessageDetail } from '../api.ts'
import { ShortId } from '../ui/Copy.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Exact } from '../ui/Time.tsx'
import { toMilliseconds } from '../ui/time.ts'
import classes from './ReceiptReport.module.css'

const proofs: Record<string, string> = { signature: 'signature checked', asked_again: 'asked the provider again' }
const sources: Record<string, string> = { callback: 'told by the provider', asked: 'asked for' }

/** Each handing-over and everything the provider said about it. */
export function ReceiptReport({ message, opened, onClose }: ReceiptReportProps) {
  return (
    <Dialog opened={opened} onClose={onClose} title="Attempts and receipts" width={720}>
      {message.attempts.length === 0 && <p className="quiet">It was never handed to a provider.</p>}
      {message.attempts.map((attempt) => (
        <section key={attempt.n} className={classes.attempt}>
          <h3 className={classes.title}>
            Attempt {attempt.n} · {attempt.state.replaceAll('_', ' ')}
            {attempt.provider_id && (
              <>
                {' · '}
                <ShortId id={attempt.provider_id} label="provider id" />
              </>
            )}
          </h3>
          <p className={classes.detail}>
            {[
              attempt.http_status && `answered ${attempt.http_status}`,
              attempt.error_code && `code ${attempt.error_code}`,
              attempt.detail,
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
          <Receipts receipts={message.receipts.filter((receipt) => receipt.attempt === attempt.n)} />
        </section>
      ))}
    </Dialog>
  )
}

interface ReceiptReportProps {
  message: MessageDetail
  opened: boolean
  onClose: () => void
}

function Receipts({ receipts }: { receipts: MessageDetail['receipts'] }) {
  if (receipts.length === 0) return <p className="quiet">No receipt for this attempt.</p>
  return (
    <ul className={classes.receipts}>
      {receipts.map((receipt) => (
        <li key={receipt.status} className={classes.receipt}>
          <span className="mono quiet">
            <Exact at={receipt.received_at}>{toMilliseconds(receipt.received_at)}</Exact>
          </span>
          <span>
            {receipt.status}
            {receipt.error_code !== null && ` ${receipt.error_code}`}
          </span>
          <span className="quiet">
            {sources[receipt.source] ?? receipt.source}, {proofs[receipt.proof] ?? receipt.proof}
            {receipt.repeats > 0 && ` · repeated ${receipt.repeats === 1 ? 'once' : `${receipt.repeats} times`}`}
          </span>
        </li>
      ))}
    </ul>
  )
}
