import { Link } from '@tanstack/react-router'
import { LANGUAGES } from '../../shared/languages.ts'
import type { Person } from '../api.ts'
import { ShortId } from '../ui/Copy.tsx'
import { Row, Section } from '../ui/Section.tsx'
import { Time } from '../ui/Time.tsx'

const languages: Record<string, string> = LANGUAGES

export function FactsSection({ person }: { person: Person }) {
  const { email, external_id, language, time_zone, manager, groups, fields } = person
  return (
    <Section title="Who they are">
      <Row label="Email">{email ?? <Nothing />}</Row>
      <Row label="External id">{external_id ? <span className="mono">{external_id}</span> : <Nothing />}</Row>
      <Row label="Language">
        {language ? (languages[language] ?? language) : <span className="quiet">the workspace’s</span>}
      </Row>
      <Row label="Time zone">{time_zone ?? <span className="quiet">the workspace’s</span>}</Row>
      <Row label="Manager">
        {manager ? (
          <Link to="/people/$id" params={{ id: manager.id }}>
            {manager.name}
          </Link>
        ) : (
          <span className="quiet">nobody</span>
        )}
      </Row>
      <Row label="Groups">
        {groups.length === 0 && <Nothing />}
        {groups.map(({ id, name }, i) => (
          <span key={id}>
            {i > 0 && ', '}
            <Link to="/people" search={{ group: id }}>
              {name}
            </Link>
          </span>
        ))}
      </Row>
      {Object.entries(fields).map(([name, value]) => (
        <Row key={name} label={name}>
          {typeof value === 'boolean' ? value ? 'yes' : 'no' : value === '' ? <Nothing /> : String(value)}
        </Row>
      ))}
      <Row label="Id">
        <ShortId id={person.id} label="the id of the person" />
      </Row>
      <Row label="Known since">
        <Time at={person.created_at} as="day" />
      </Row>
    </Section>
  )
}

function Nothing() {
  return <span className="quiet">none</span>
}
