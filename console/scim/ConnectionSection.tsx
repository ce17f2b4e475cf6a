import { Copy } from '../ui/Copy.tsx'
import { Row, Section } from '../ui/Section.tsx'
import { Time } from '../ui/Time.tsx'
import type { Scim } from './api.ts'
import { lastRequest } from './standing.ts'

/** Where the directory asks, and when it last did. */
export function ConnectionSection({ scim }: { scim: Scim }) {
  const { address, users, malformed, changed_at } = scim
  const asked = lastRequest(scim)
  return (
    <Section title="Connection" purpose="What the directory asks for, and what it did last.">
      <Row label="Address" aside={<Copy value={address} label="address" />}>
        <span className="mono">{address}</span>
      </Row>
      <Row label="Last request">{asked ? <Time at={asked} /> : <span className="quiet">none yet</span>}</Row>
      <Row label="Last change">
        {changed_at ? <Time at={changed_at} /> : <span className="quiet">it has brought nobody yet</span>}
      </Row>
      <Row label="People it keeps">
        {users.toLocaleString('en')}
        {malformed > 0 && (
          <span className="quiet"> · {malformed.toLocaleString('en')} with a number that could not be read</span>
        )}
      </Row>
    </Section>
  )
}
