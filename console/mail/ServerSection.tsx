import type { Installation } from '../api.ts'
import { Banner } from '../ui/Banner.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { SecretLine } from '../ui/SecretField.tsx'
import { Row, Section } from '../ui/Section.tsx'
import { Time } from '../ui/Time.tsx'
import classes from './MailScreen.module.css'
import type { MailServer } from './mail-values.ts'

interface ServerSectionProps {
  mail: Installation['mail']
  onEdit: (() => void) | undefined
  /** The form, while it is edited. */
  children: React.ReactNode
}

export function ServerSection({ mail, onEdit, children }: ServerSectionProps) {
  const isFixed = mail.from === 'environment'
  return (
    <Section
      title="Mail server"
      purpose={isFixed ? undefined : 'Asked before anything is saved: what does not work is not saved.'}
      action={
        onEdit &&
        !isFixed && (
          <LinkButton onClick={onEdit} aria-label="Edit Mail server">
            Edit
          </LinkButton>
        )
      }
    >
      {isFixed && (
        <div className={classes.fixed}>
          <Banner tone="blue" title="Set in the environment of the server.">
            <span className="mono">HANDSET_SMTP_URL</span> and <span className="mono">HANDSET_MAIL_FROM</span> win over
            the console. Change them where Handset is started, and start it again.
          </Banner>
        </div>
      )}
      {children || (mail.server && <Rows server={mail.server} checkedAt={mail.checked_at} />)}
    </Section>
  )
}

function Rows({ server, checkedAt }: { server: MailServer; checkedAt: string | null }) {
  const { host, port, secure, user, from, password_set } = server
  return (
    <>
      <Row label="Server">
        <span className="mono">
          {host}:{port}
        </span>
      </Row>
      <Row label="Encryption">{secure ? 'TLS from the start' : 'STARTTLS'}</Row>
      <Row label="User">{user ?? <span className="quiet">none: the server asks for no sign-in</span>}</Row>
      {user !== null && (
        <Row label="Password">{password_set ? <SecretLine stored={SET} /> : <span className="quiet">none</span>}</Row>
      )}
      <Row label="Sender address">{from}</Row>
      {checkedAt && (
        <Row label="Checked">
          it took the sign-in <Time at={checkedAt} />
        </Row>
      )}
    </>
  )
}

const SET = { set: true, updated_at: null, updated_by: null }
