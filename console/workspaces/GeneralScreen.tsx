import { useQuery } from '@tanstack/react-query'
import { ForOperators } from '../shell/screens.tsx'
import { Page } from '../ui/Page.tsx'
import { Section } from '../ui/Section.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import { PublicAddressForm } from './PublicAddressForm.tsx'
import { installationQuery } from './queries.ts'
import { RulesForm } from './RulesForm.tsx'
import classes from './WorkspaceScreen.module.css'

/** What holds for the whole installation. */
export function GeneralScreen() {
  return (
    <ForOperators title="General" thing="General">
      <General />
    </ForOperators>
  )
}

function General() {
  const installation = useQuery(installationQuery)
  const { data } = installation
  return (
    <Page title="General" sentence="What holds for the whole installation.">
      <div className={classes.body}>
        {installation.isPending && <Bar width="50%" />}
        {installation.isError && !data && <LoadError thing="the settings" retry={installation.refetch} />}
        {data && (
          <>
            <Section
              id="address"
              title="Public address"
              purpose="Where people open Handset, and where providers send receipts."
            >
              <PublicAddressForm installation={data} />
            </Section>
            <Section id="workspaces" title="Workspaces" purpose="Who makes them, and how they end.">
              <RulesForm installation={data} />
            </Section>
          </>
        )}
      </div>
    </Page>
  )
}
