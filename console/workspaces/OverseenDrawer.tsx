import { CloseButton, Drawer } from '@mantine/core'
import type { Overseen } from '../api.ts'
import { money } from '../texts/money.ts'
import { Time } from '../ui/Time.tsx'
import { EntitlementAction, SuspensionAction } from './OverseeActions.tsx'
import classes from './OverseenDrawer.module.css'
import { StateChip } from './OverseenRows.tsx'
import { members, segments, texts } from './volume.ts'

/** One workspace as its operator sees it, with what the operator may do to it. */
export function OverseenDrawer({ workspace, onClose }: { workspace: Overseen | null; onClose: () => void }) {
  return (
    <Drawer.Root opened={workspace !== null} onClose={onClose} position="right" size={440}>
      <Drawer.Overlay backgroundOpacity={0.3} />
      <Drawer.Content aria-label={workspace?.name ?? 'Workspace'}>
        <Drawer.Body className={classes.body!}>
          {workspace && <Overview workspace={workspace} onClose={onClose} />}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  )
}

function Overview({ workspace, onClose }: { workspace: Overseen; onClose: () => void }) {
  const { name, slug, suspended, deletion, sms_entitled, owner } = workspace
  return (
    <>
      <div className={classes.head}>
        <h2 className={classes.title}>{name}</h2>
        <StateChip workspace={workspace} />
        <CloseButton className={classes.close!} aria-label="Close" onClick={onClose} />
      </div>
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
      <dl className={classes.facts}>
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
          <Time at={workspace.created_at} as="day" />
        </dd>
      </dl>
      <SuspensionAction key={`${workspace.id} ${suspended?.since}`} workspace={workspace} />
      <EntitlementAction workspace={workspace} />
    </>
  )
}
