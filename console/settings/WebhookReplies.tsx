import { useQuery } from '@tanstack/react-query'
import { Code } from '../ui/Copy.tsx'
import { Row } from '../ui/Section.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import { Time } from '../ui/Time.tsx'
import { PutBack } from './PutBack.tsx'
import { repliesQuery } from './queries.ts'
import { SettingsSection } from './SettingsSection.tsx'
import classes from './WebhookSample.module.css'

/** Where an endpoint of one's own reports what became of texts, and what people answer. */
export function WebhookReplies() {
  const replies = useQuery(repliesQuery)
  const { address, last_at, why_not } = replies.data ?? {}
  return (
    <SettingsSection
      id="receipts"
      title="Receipts and replies"
      purpose="Where your endpoint reports what became of texts, and what people answer."
      summary={address ? 'One address for both' : undefined}
    >
      {replies.isError && <LoadError thing="the address for replies" retry={replies.refetch} />}
      {replies.isPending && (
        <Row label="Address">
          <Bar width={240} />
        </Row>
      )}
      {replies.data && (
        <Row label="Last reply">
          {last_at ? <Time at={last_at} /> : <span className="quiet">none received yet</span>}
        </Row>
      )}
      {replies.data && <PutBack senders={replies.data.senders} />}
      {why_not === 'no_public_address' && (
        <p className="quiet">
          Handset has no public address, so nothing can be posted to it. The operator can set one.
        </p>
      )}
      {address && <Samples address={address} />}
    </SettingsSection>
  )
}

function Samples({ address }: { address: string }) {
  return (
    <>
      <div className={classes.sample}>
        <div className={classes.title}>Receipts and replies address</div>
        <Code text={address} label="receipts and replies address" wraps />
        <p className={classes.help}>
          Keep it to yourself. Requests are signed with the signing secret, as those are that your endpoint receives.
        </p>
      </div>
      <div className={classes.sample}>
        <div className={classes.title}>What became of a text</div>
        <Code text={request(RECEIPT)} label="example of a receipt" />
        <p className={classes.help}>
          <span className="mono">message_id</span> is the text's <span className="mono">webhook-id</span>. Status:
          queued, sending, sent, delivered, undelivered, failed or read.
        </p>
      </div>
      <div className={classes.sample}>
        <div className={classes.title}>What somebody answered</div>
        <Code text={request(REPLY)} label="example of a reply" />
        <p className={classes.help}>An id of your own: the same one twice is one text. STOP takes effect at once.</p>
      </div>
    </>
  )
}

const RECEIPT = { message_id: 'msg_01kc3m5v8x7q2n4j6p9r1t3w5y', status: 'delivered' }
const REPLY = { message_id: 'in-4711', from: '+14155550142', to: '+14155550100', body: 'STOP' }

function request(body: Record<string, string>): string {
  const headers = ['content-type: application/json', 'webhook-id: evt_1', 'webhook-timestamp: 1773324123']
  return [...headers, 'webhook-signature: v1,…', '', JSON.stringify(body, null, 2)].join('\n')
}
