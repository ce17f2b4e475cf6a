import { Button } from '@mantine/core'
import type { SimMessageView, SimReceipt } from '../wire.ts'
import { repeatReceipt } from './api.ts'
import { Chip } from './Chip.tsx'
import { Copy } from './Copy.tsx'
import styles from './Inspector.module.css'
import { Moment } from './Moment.tsx'
import { receiptWord } from './words.ts'

export function ReceiptsTab({ message }: { message: SimMessageView }) {
  if (message.direction === 'inbound') {
    return <p className={`quiet ${styles.section}`}>A text from the phone has no receipts.</p>
  }
  if (!message.status_callback) {
    return <p className={`quiet ${styles.section}`}>The request named no address for receipts (StatusCallback).</p>
  }
  if (message.receipts.length === 0) return <p className={`quiet ${styles.section}`}>None yet.</p>
  // Receipts are only ever added: the place of each is its name, for the API too.
  const placed = message.receipts.map((receipt, place) => ({ receipt, place }))
  return placed.map(({ receipt, place }) => <Receipt key={place} sid={message.sid} receipt={receipt} place={place} />)
}

function Receipt({ sid, receipt, place }: { sid: string; receipt: SimReceipt; place: number }) {
  const { word, tone } = receiptWord(receipt)
  return (
    <div className={`${styles.section} ${styles.lines}`}>
      <div className={`${styles.row} ${styles.spread}`}>
        <strong style={{ fontWeight: 600 }}>
          {receipt.status}
          {receipt.params.ErrorCode && ` ${receipt.params.ErrorCode}`}
          {receipt.repeated && <span className="quiet"> again</span>}
        </strong>
        <span className="quiet">
          <Moment at={receipt.at} tenths />
        </span>
      </div>
      <div>
        <Chip tone={tone} word={word} />
      </div>
      <div className="mono" style={{ overflowWrap: 'anywhere' }}>
        {receipt.url}
      </div>
      <div className={`quiet ${styles.row}`} style={{ gap: 4 }}>
        <span>signature</span>
        <span className="mono">{receipt.signature}</span>
        <Copy value={receipt.signature} what="signature" />
      </div>
      <div className={styles.buttons}>
        <Button size="xs" onClick={() => void repeatReceipt(sid, place, 1)}>
          Send again
        </Button>
        <Button size="xs" onClick={() => void repeatReceipt(sid, place, 2)}>
          Send twice
        </Button>
      </div>
    </div>
  )
}
