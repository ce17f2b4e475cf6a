import { useQuery } from '@tanstack/react-query'
import type { Overseen } from '../api.ts'
import { money } from '../texts/money.ts'
import { Facts, SideDrawer } from '../ui/SideDrawer.tsx'
import { LoadError } from '../ui/states.tsx'
import { Time } from '../ui/Time.tsx'
import { CapAction } from './CapAction.tsx'
import { EntitlementAction, SuspensionAction } from './OverseeActions.tsx'
import classes from './OverseenDrawer.module.css'
import { StateChip } from './OverseenRows.tsx'
import { overseenOneQuery } from './queries.ts'
import { members, segments, texts } from './volume.ts'

interface OverseenDrawerProps {
  slug: string | null
  /** What the list shows, as far as it is there. */
  listed: Overseen[] | undefined
  onClose: () => void
}

/** One workspace as its operator sees it, with what the operator may do to it. */
export function OverseenDrawer({ slug, listed, onClose }: OverseenDrawerProps) {
  const known = listed?.find((workspace) => workspace.slug === slug)
  const asked = useQuery({ ...overseenOneQuery(slug ?? ''), enabled: slug !== null && listed !== undefined && !known })
  const workspace = known ?? asked.data
  return (
    <SideDrawer
      opened={slug !== null}
      onClose={onClose}
      title={workspace?.name ?? (workspace === null ? 'No such workspace' : 'Workspace')}
      status={workspace && <StateChip workspace={workspace} />}
      width={440}
    >
      {workspace && <Overview workspace={workspace} />}
      {workspace === null && <p className={classes.none}>None has the slug {slug}. It may have another one by now.</p>}
      {asked.isError && <LoadError thing="the workspace" retry={asked.refetch} />}
    </SideDrawer>
  )
}

function Overview({ workspace }: { workspace: Overseen }) {
  const { slug, suspended, deletion, sms_entitled, owner } = workspace
  return (
    <>
      {deletion && (
        <p className={classes.note}>
          Marked for deletion by its owner. After <Time at={deletion.after} as="day" /> everything in it is deleted.
        </p>
      )}
      {suspended && (
        <p className={classes.note}>
          Suspended <Time at={suspended.since} />: {suspended.why}
        </p>
      )}
      {!sms_entitled && <p className={classes.note}>It may not use SMS, and says whom to ask.</p>}
      <Facts className={classes.facts}>
        <dt>Slug</dt>
        <dd className="mono">{slug}</dd>
        <dt>Owner</dt>
        <dd>
          {owner ? (
            <>
              {owner.name} <a href={`mailto:${owner.email}`}>{owner.email}</a>
            </>
          ) : (
            'None'
          )}
        </dd>
        <dt>Members</dt>
        <dd>{members(workspace)}</dd>
        <dt>Support contact</dt>
        <dd>{workspace.support_contact ?? 'None said'}</dd>
        <dt>Connection</dt>
        <dd>{workspace.connection === 'own' ? 'Its own' : 'The installation’s, inherited'}</dd>
        <dt>Texts, 30 days</dt>
        <dd>{texts(workspace)}</dd>
        <dt>Segments, 30 days</dt>
        <dd>{segments(workspace)}</dd>
        <dt>Spent, 30 days</dt>
        <dd>{money({ micros: workspace.spent_30_days_micros, currency: 'USD' })}</dd>
        <dt>Made</dt>
        <dd>
          <Time at={workspace.created_at} />
        </dd>
      </Facts>
      <SuspensionAction key={`${workspace.id} ${suspended?.since}`} workspace={workspace} />
      <EntitlementAction workspace={workspace} />
      <CapAction workspace={workspace} />
    </>
  )
}
