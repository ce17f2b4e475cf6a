import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { NoPermission } from '../shell/screens.tsx'
import { useCan } from '../shell/session.ts'
import { Banner } from '../ui/Banner.tsx'
import { Chip } from '../ui/Chip.tsx'
import { useNow } from '../ui/clock.ts'
import { Page } from '../ui/Page.tsx'
import { Bar, EmptyState, LoadError } from '../ui/states.tsx'
import type { Scim } from './api.ts'
import { ConnectionSection } from './ConnectionSection.tsx'
import { GuideSection } from './GuideSection.tsx'
import { KeptSection } from './KeptSection.tsx'
import { MakeTokenDialog } from './MakeTokenDialog.tsx'
import { MalformedSection } from './MalformedSection.tsx'
import { scimQuery } from './queries.ts'
import classes from './Scim.module.css'
import { type Standing, standingOf } from './standing.ts'
import { TokensSection } from './TokensSection.tsx'

const TITLE = 'Directory (SCIM)'

/** How Okta, Entra and others that speak SCIM keep the people of this workspace. */
export function ScimScreen() {
  const mayWrite = useCan('people.write')
  const mayManage = useCan('members.manage')
  if (mayWrite && mayManage) return <Directory />
  const permission = mayManage ? 'people.write' : 'members.manage'
  return <NoPermission title={TITLE} thing="how a directory is connected" permission={permission} />
}

function Directory() {
  const scim = useQuery(scimQuery)
  const [making, make] = useDisclosure(false)
  const now = useNow()
  const { data } = scim
  const standing = data && standingOf(data, now)
  return (
    <Page
      title={TITLE}
      status={standing && <Status standing={standing} />}
      sentence="Okta, Microsoft Entra and others keep the people here as they know them: who is there, numbers, managers, groups."
    >
      <div className={classes.main}>
        {scim.isPending && <Bar width="60%" />}
        {scim.isError && !data && <LoadError thing="how the directory is connected" retry={scim.refetch} />}
        {data && standing && <Parts scim={data} standing={standing} onMake={make.open} />}
      </div>
      {making && <MakeTokenDialog onClose={make.close} />}
    </Page>
  )
}

function Status({ standing }: { standing: Standing }) {
  if (standing === 'on') return <Chip tone="green">On</Chip>
  if (standing === 'off') return <Chip tone="neutral">Off</Chip>
  if (standing === 'locked_out') return <Chip tone="amber">Not let in</Chip>
  return (
    <Chip tone="amber" icon="clock">
      Waits for the directory
    </Chip>
  )
}

function Parts({ scim, standing, onMake }: { scim: Scim; standing: Standing; onMake: () => void }) {
  const mayRead = useCan('people.read')
  return (
    <>
      {standing === 'locked_out' && (
        <Banner
          tone="amber"
          title="The directory is not let in."
          action={
            <Button variant="default" onClick={onMake}>
              Make a token
            </Button>
          }
        >
          No token is valid. Whom it keeps here stays as they are, and nobody who leaves is taken away.
        </Banner>
      )}
      {standing === 'off' ? (
        <EmptyState title="No directory is connected." actions={<Button onClick={onMake}>Make a token</Button>}>
          People are added by hand, by file and by API. A directory that speaks SCIM 2.0 can keep them instead.
        </EmptyState>
      ) : (
        <>
          <ConnectionSection scim={scim} />
          <TokensSection tokens={scim.tokens} onMake={onMake} />
          {mayRead && scim.users > 0 && <MalformedSection count={scim.malformed} />}
        </>
      )}
      <GuideSection address={scim.address} />
      <KeptSection />
    </>
  )
}
