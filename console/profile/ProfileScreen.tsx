import { useQuery } from '@tanstack/react-query'
import { ProfilePreferences } from '../preferences/ProfilePreferences.tsx'
import { useMe } from '../shell/session.ts'
import { Page } from '../ui/Page.tsx'
import { Row, Section } from '../ui/Section.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import { Time } from '../ui/Time.tsx'
import { NameForm } from './NameForm.tsx'
import { PasswordForm } from './PasswordForm.tsx'
import { PhoneSection } from './PhoneSection.tsx'
import classes from './Profile.module.css'
import { waysQuery } from './queries.ts'
import { SessionsSection } from './SessionsSection.tsx'

/** Oneself: the same in all workspaces. */
export function ProfileScreen() {
  const { user, workspace } = useMe()
  if (!user) return null
  return (
    <Page title="Profile" sentence="You, in all your workspaces.">
      <div className={classes.body}>
        <Section title="You" purpose="How others see you, and what you did in the record.">
          <NameForm key={user.name} name={user.name} />
          <div className={classes.facts}>
            <Row label="Email">{user.email}</Row>
          </div>
        </Section>
        {!workspace.installation && <PhoneSection workspace={workspace.name} />}
        {!workspace.installation && <ProfilePreferences workspace={workspace.name} />}
        <Ways />
        <SessionsSection />
      </div>
    </Page>
  )
}

function Ways() {
  const ways = useQuery(waysQuery)
  const { data } = ways
  return (
    <Section title="Signing in" purpose="How you prove that you are you.">
      {ways.isPending && <Bar width="40%" />}
      {ways.isError && !data && <LoadError thing="how you sign in" retry={ways.refetch} />}
      {data?.providers.map(({ issuer, since }) => (
        <Row key={issuer} label="Single sign-on">
          {URL.parse(issuer)?.host ?? issuer}{' '}
          <span className="quiet">
            connected <Time at={since} />
          </span>
        </Row>
      ))}
      {data &&
        (data.password ? <PasswordForm /> : <Row label="Password">None: you sign in through your organisation.</Row>)}
    </Section>
  )
}
