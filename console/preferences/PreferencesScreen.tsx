import { useQuery } from '@tanstack/react-query'
import { Back } from '../people/BackToPeople.tsx'
import { useMe } from '../shell/session.ts'
import { Page } from '../ui/Page.tsx'
import { Section } from '../ui/Section.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import { Matrix } from './Matrix.tsx'
import classes from './Preferences.module.css'
import { preferencesQuery } from './queries.ts'
import { Suggested } from './Suggested.tsx'
import { Troubles } from './Troubles.tsx'

/** What one is told of, and where. Every member has it, whatever their role. */
export function PreferencesScreen() {
  const { workspace } = useMe()
  if (!workspace.installation) return <Own workspace={workspace.name} />
  return (
    <Page title="Preferences">
      <p className="quiet">The installation tells nobody anything. Choose one of your workspaces: each has its own.</p>
    </Page>
  )
}

function Own({ workspace }: { workspace: string }) {
  const query = useQuery(preferencesQuery)
  const { data } = query
  return (
    <>
      <Back to="/profile">Profile</Back>
      <Page
        title="Preferences"
        sentence={`What ${workspace} tells you, and where. Others here may look, and change nothing.`}
      >
        <div className={classes.body}>
          {data && <Troubles channels={data.channels} />}
          {data && <Suggested preferences={data} />}
          <Section title="All events" purpose="Each is saved as you switch it. It comes once a trigger here means you.">
            {query.isPending && <Waiting />}
            {query.isError && !data && <LoadError thing="your preferences" retry={query.refetch} />}
            {data && <Matrix preferences={data} />}
          </Section>
        </div>
      </Page>
    </>
  )
}

function Waiting() {
  return (
    <div aria-busy="true" className={classes.waiting}>
      {['58%', '70%', '52%', '64%', '60%'].map((width) => (
        <Bar key={width} width={width} />
      ))}
    </div>
  )
}
