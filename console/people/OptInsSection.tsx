import type { Person } from '../api.ts'
import { Row, Section } from '../ui/Section.tsx'
import { Time } from '../ui/Time.tsx'

const sources = { confirmed: 'Confirmed by a code', import: 'Imported', api: 'Brought with the number' } as const

/** What shows that the person agreed to texts at the number in use: to read, for whoever asks years later. */
export function OptInsSection({ person: { opt_ins } }: { person: Person }) {
  if (opt_ins.length === 0) return null
  return (
    <Section title="Consent" purpose="What they were told when they agreed to texts at this number.">
      {opt_ins.map((kept) => (
        <Row key={`${kept.kept_at} ${kept.version}`} label="Agreed">
          <p style={{ margin: 0 }}>{kept.wording}</p>
          <p className="quiet" style={{ margin: 0 }}>
            <Time at={kept.at} /> ·{' '}
            {[
              sources[kept.source],
              kept.where,
              kept.by,
              kept.address && `from ${kept.address}`,
              `version ${kept.version}`,
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </Row>
      ))}
    </Section>
  )
}
