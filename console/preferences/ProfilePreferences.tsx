import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Row, Section } from '../ui/Section.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import { preferencesQuery } from './queries.ts'
import { countsOf } from './words.ts'

/** On the profile: how much is on, and the way to the matrix. */
export function ProfilePreferences({ workspace }: { workspace: string }) {
  const query = useQuery(preferencesQuery)
  const { data } = query
  return (
    <Section title="Preferences" purpose={`What ${workspace} tells you, and where.`}>
      {query.isPending && <Bar width="40%" />}
      {query.isError && !data && <LoadError thing="your preferences" retry={query.refetch} />}
      {data && (
        <Row label="Switched on" aside={<Link to="/profile/preferences">Choose</Link>}>
          {countsOf(data)}
        </Row>
      )}
    </Section>
  )
}
