import { Button } from '@mantine/core'
import { useState } from 'react'
import type { InboundOutcome, SimMessageView, SimStateView } from '../wire.ts'
import { Chip } from './Chip.tsx'
import { Copy, CopyAs } from './Copy.tsx'
import { curlOfRequest } from './curl.ts'
import styles from './Inspector.module.css'
import { Moment } from './Moment.tsx'
import { RequestFacts, TextFacts } from './TextFacts.tsx'
import { receiptWord, shortened, statusWord } from './words.ts'

export interface TextTabProps {
  message: SimMessageView
  state: SimStateView
  showsParts: boolean
  onShowParts: () => void
}

export function TextTab({ message, state, showsParts, onShowParts }: TextTabProps) {
  const [showsRequest, setShowsRequest] = useState(false)
  const { request } = message
  const isDear = message.parts.length > 1 || message.forcing_ucs2.length > 0
  return (
    <>
      <div className={`${styles.section} ${styles.lines}`}>
        <div className={`${styles.row} ${styles.spread}`}>
          <span className={styles.row} style={{ gap: 2 }}>
            <span className="mono">{shortened(message.sid)}</span>
            <Copy value={message.sid} what="SID" />
          </span>
          <span className="quiet">
            {message.direction === 'inbound' ? 'received' : 'accepted'} <Moment at={message.created_at} tenths />
          </span>
        </div>
        <div>{lengthOf(message)}</div>
        <Progress message={message} />
        {message.inbound && <Inbound outcome={message.inbound} />}
        <div className={styles.buttons}>
          <Button size="xs" disabled={!isDear} aria-pressed={showsParts} onClick={onShowParts}>
            {showsParts && isDear ? 'Hide parts' : 'Show parts'}
          </Button>
          <Button
            size="xs"
            disabled={!request}
            aria-pressed={showsRequest}
            onClick={() => setShowsRequest(!showsRequest)}
          >
            Request
          </Button>
          {request && <CopyAs value={curlOfRequest(state, request)} label="curl" />}
        </div>
      </div>
      {showsRequest && request && <RequestFacts request={request} />}
      <TextFacts message={message} />
    </>
  )
}

function lengthOf(message: SimMessageView): string {
  const parts = message.parts.length
  const single = message.encoding === 'GSM-7' ? 160 : 70
  const joined = message.encoding === 'GSM-7' ? 153 : 67
  const room = parts === 1 ? single : parts * joined
  return `${message.encoding} · ${message.units} of ${room} · ${parts} ${parts === 1 ? 'part' : 'parts'}`
}

/** Where the text stands, and how the client took the last word about it. */
function Progress({ message }: { message: SimMessageView }) {
  const { word, tone } = statusWord(message)
  const last = message.receipts.at(-1)
  if (message.direction === 'inbound') return null
  return (
    <>
      <div className={styles.row}>
        <Chip tone={tone} word={word} />
        {last && (
          <span className="quiet">
            receipt sent <Moment at={last.at} tenths />
          </span>
        )}
      </div>
      {last && <div className="quiet">{receiptWord(last).word}</div>}
      {message.error_message && <div>{message.error_message}</div>}
    </>
  )
}

function Inbound({ outcome }: { outcome: InboundOutcome }) {
  const tone = outcome.result === 'received' ? 'green' : outcome.result === 'not_received' ? 'red' : 'amber'
  const words = { received: 'received', not_received: 'not received', nowhere: 'no address', dropped: 'dropped' }
  return (
    <>
      <div className={styles.row}>
        <Chip tone={tone} word={words[outcome.result]} />
        {outcome.http_status !== null && (
          <span className="quiet">
            answered {outcome.http_status} in {outcome.ms} ms
          </span>
        )}
        {outcome.detail && <span className="quiet">{outcome.detail}</span>}
      </div>
      {outcome.url && <div className="mono">{outcome.url}</div>}
      {outcome.keyword && (
        <div className="quiet">
          {outcome.keyword}: {outcome.auto_reply ? 'the provider answered by itself' : 'the provider did not answer'}
        </div>
      )}
      {outcome.replies.length > 0 && <div className="quiet">The answer asked for {outcome.replies.length} texts.</div>}
      {outcome.warnings.length > 0 && <div className="quiet">Debugger codes: {outcome.warnings.join(', ')}</div>}
    </>
  )
}
