import { Button } from '@mantine/core'
import { useState } from 'react'
import type { InboundOutcome, SimMessageView, SimStateView } from '../wire.ts'
import { Chip } from './Chip.tsx'
import { Copy, CopyAs } from './Copy.tsx'
import { curlOfRequest } from './curl.ts'
import styles from './Inspector.module.css'
import { Moment } from './Moment.tsx'
import { formatPhone, receiptWord, shortened, statusWord } from './words.ts'

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
      {showsRequest && request && <Request message={message} />}
      <Facts message={message} />
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

function Request({ message }: { message: SimMessageView }) {
  const request = message.request!
  const answered = request.answered === null ? 'never' : String(request.answered)
  return (
    <div className={styles.section}>
      <dl className={styles.facts}>
        <dt>Request</dt>
        <dd className="mono">
          {request.method} {request.path}
        </dd>
        <dt>Signed in as</dt>
        <dd className="mono">{shortened(request.signed_in_with)}</dd>
        <dt>Answered</dt>
        <dd>
          {answered}
          {request.fault && ` (fault: ${request.fault})`}
        </dd>
        {Object.entries(request.params).map(([name, value]) => (
          <Parameter key={name} name={name} value={value} />
        ))}
      </dl>
    </div>
  )
}

function Parameter({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="mono">{value}</dd>
    </>
  )
}

function Facts({ message }: { message: SimMessageView }) {
  return (
    <div className={styles.section}>
      <dl className={styles.facts}>
        <dt>From</dt>
        <dd>{message.from ? formatPhone(message.from) : 'not chosen yet'}</dd>
        <dt>To</dt>
        <dd>{formatPhone(message.to)}</dd>
        {message.messaging_service_sid && (
          <>
            <dt>Service</dt>
            <dd className="mono">{shortened(message.messaging_service_sid)}</dd>
          </>
        )}
        <dt>Account</dt>
        <dd className="mono">{shortened(message.account_sid)}</dd>
        <dt>Price</dt>
        <dd>{message.price ? `${message.price} USD` : 'not yet'}</dd>
        {message.direction !== 'inbound' && (
          <>
            <dt>Receipts to</dt>
            <dd className={message.status_callback ? 'mono' : undefined}>{message.status_callback ?? 'nowhere'}</dd>
            <dt>Valid for</dt>
            <dd>{message.validity_seconds} s</dd>
          </>
        )}
      </dl>
    </div>
  )
}
