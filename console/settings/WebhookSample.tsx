import { useMe } from '../shell/session.ts'
import { Code } from '../ui/Copy.tsx'
import classes from './WebhookSample.module.css'

/** The five keys of the request, as this workspace's texts will carry them. */
export function WebhookSample() {
  const { workspace } = useMe()
  const sample = {
    to: '+14155550142',
    body: `${workspace.name}: ENG-142 priority changed to Urgent.\nView: https://acme.example/c/k3F9`,
    workspace_id: workspace.id,
    event_type: 'priority_changed',
    timestamp: '2026-03-12T14:02:03Z',
  }
  return (
    <div className={classes.sample}>
      <div className={classes.title}>What your endpoint receives</div>
      <Code text={JSON.stringify(sample, null, 2)} label="sample body" />
      <p className={classes.help}>
        A POST with these five keys. 2xx means sent, 4xx failed, 5xx not sent. <span className="mono">webhook-id</span>,{' '}
        <span className="mono">webhook-timestamp</span> and <span className="mono">webhook-signature</span> travel as
        headers.
      </p>
    </div>
  )
}
