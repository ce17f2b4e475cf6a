import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { readinessQuery } from '../settings/queries.ts'
import { channelStates } from '../texts/channel-states.ts'
import { Chip } from '../ui/Chip.tsx'
import { Page } from '../ui/Page.tsx'
import { Section } from '../ui/Section.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import { entriesFor } from './entries.ts'
import classes from './HomeScreen.module.css'
import { useMe } from './session.ts'

/** The start of those who see neither the history nor the SMS settings: how the channel stands, and what there is. */
export function HomeScreen() {
  const me = useMe()
  const { workspace, role } = me
  return (
    <Page title={workspace.name} sentence={role && `You are here as ${role.name}.`}>
      <div className={classes.body}>
        <Channel />
        <Section title="Open to you" purpose="An owner or admin can give you a role that opens more.">
          <ul className={classes.links}>
            {entriesFor(me).map(({ to, label, icon: Icon }) => (
              <li key={to}>
                <Link to={to} className={classes.link}>
                  <Icon size={17} stroke={1.75} aria-hidden />
                  {label}
                </Link>
              </li>
            ))}
            {/* One's own, and so in no navigation. */}
            <li>
              <Link to="/profile/preferences" className={classes.link}>
                <IconAdjustmentsHorizontal size={17} stroke={1.75} aria-hidden />
                Preferences
              </Link>
            </li>
          </ul>
        </Section>
      </div>
    </Page>
  )
}

/** To a member it only matters that nothing goes out, not who stopped it. */
const states = { ...channelStates, suspended: { ...channelStates.suspended, word: 'Stopped' } }

/** Every member may know it: whoever waits for a text that does not come asks here first. */
function Channel() {
  const readiness = useQuery(readinessQuery)
  const { data } = readiness
  return (
    <Section title="SMS" purpose="Whether this workspace can send texts now.">
      {readiness.isPending && <Bar width="60%" />}
      {readiness.isError && !data && <LoadError thing="how SMS stands" retry={readiness.refetch} />}
      {data && (
        <div className={classes.channel}>
          <Chip tone={states[data.state].tone} icon={states[data.state].icon}>
            {states[data.state].word}
          </Chip>
          <p>{data.reason ?? 'Texts are sent.'}</p>
          {data.state !== 'can_run' && <p className="quiet">Who can change that: {data.who_can_fix}.</p>}
        </div>
      )}
    </Section>
  )
}
