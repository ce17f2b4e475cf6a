import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCan, useIsOperator } from '../shell/session.ts'
import { Banner } from '../ui/Banner.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Page } from '../ui/Page.tsx'
import { Row, Section } from '../ui/Section.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import { Time } from '../ui/Time.tsx'
import type { EmailSettings } from './api.ts'
import classes from './Email.module.css'
import { EmailRedirectBanner } from './EmailRedirectBanner.tsx'
import { emailQuery } from './queries.ts'
import { RedirectForm } from './RedirectForm.tsx'

/** The channel beside SMS: whose mails these are, and the redirect while somebody tries things out. */
export function EmailScreen() {
  const asked = useQuery(emailQuery)
  const { data } = asked
  return (
    <Page title="Email" sentence="Alerts by email: from whom they come, and where they go while you try things out.">
      <EmailRedirectBanner />
      <div className={classes.main}>
        {asked.isPending && <Bar width="60%" />}
        {asked.isError && !data && <LoadError thing="the email settings" retry={asked.refetch} />}
        {data && (
          <>
            <SenderSection settings={data} />
            <RedirectSection settings={data} />
          </>
        )}
      </div>
    </Page>
  )
}

function SenderSection({ settings: { server_set, from, from_name, reply_to } }: { settings: EmailSettings }) {
  const isOperator = useIsOperator()
  return (
    <Section
      title="Sender"
      purpose="Mails go through the mail server of the installation, under the name of this workspace."
    >
      {!server_set && (
        <div className={classes.noServer}>
          <Banner
            tone="amber"
            title="No mail server is set."
            action={isOperator ? <Link to="/installation/mail">Set one</Link> : <span>Ask the operator.</span>}
          >
            Until then:
            <ul className={classes.without}>
              <li>Alerts by email are kept in History and mailed to nobody.</li>
              <li>Urgent alerts that cannot go by text go to the inbox at once, and reach nobody who has none.</li>
              <li>Invitations are links to copy, and forgotten passwords cannot be set anew.</li>
            </ul>
          </Banner>
        </div>
      )}
      <Row label="Name">{from_name}</Row>
      <Row label="Address">{from ?? <span className="quiet">none</span>}</Row>
      <Row label="Answers go to" aside={<Link to="/settings/workspace">Support contact</Link>}>
        {reply_to ?? <span className="quiet">the address above: the support contact is no email address</span>}
      </Row>
    </Section>
  )
}

function RedirectSection({ settings }: { settings: EmailSettings }) {
  const [editing, edit] = useDisclosure(false)
  const mayManage = useCan('workspace.manage')
  const { redirect } = settings
  return (
    <Section
      title="Test redirect"
      purpose="Every mail about an alert to one address, while you try things out."
      action={
        mayManage &&
        !editing && (
          <LinkButton onClick={edit.open} aria-label="Edit Test redirect">
            Edit
          </LinkButton>
        )
      }
    >
      {editing ? (
        <RedirectForm redirect={redirect} onDone={edit.close} />
      ) : (
        <>
          <Row label="Redirect">{redirect.enabled ? 'On' : 'Off'}</Row>
          {redirect.to && <Row label="Test address">{redirect.to}</Row>}
          {redirect.enabled && (
            <Row label="Off by itself">
              {redirect.until ? <Time at={redirect.until} /> : <span className="quiet">never</span>}
            </Row>
          )}
        </>
      )}
    </Section>
  )
}
