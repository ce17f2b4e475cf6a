import { useQuery } from '@tanstack/react-query'
import type { Workspace } from '../api.ts'
import { useCan } from '../shell/session.ts'
import { Banner } from '../ui/Banner.tsx'
import { Time } from '../ui/Time.tsx'
import { KeepButton } from './KeepButton.tsx'
import { workspaceQuery } from './queries.ts'
import classes from './WorkspaceBanner.module.css'

/** Why nothing of this workspace is sent, on each of its screens, and whom to ask. The gravest reason alone. */
export function WorkspaceBanner() {
  const { data } = useQuery(workspaceQuery)
  if (!data) return null
  const words = <Words workspace={data} />
  const isBarred = data.deletion || data.suspended || !data.sms_entitled
  return isBarred ? (
    <section className={classes.place} aria-label="State of the workspace">
      {words}
    </section>
  ) : null
}

function Words({ workspace }: { workspace: Workspace }) {
  const mayDelete = useCan('workspace.delete')
  const { name, deletion, suspended, access_contact } = workspace
  if (deletion)
    return (
      <Banner tone="red" title={`${name} is marked for deletion.`} action={mayDelete && <KeepButton inBanner />}>
        Nothing of it is sent. After <Time at={deletion.after} as="day" /> everything in it is deleted for good.{' '}
        {!mayDelete && 'An owner can undo this until then.'}
      </Banner>
    )
  if (suspended)
    return (
      <Banner tone="red" title={`${name} is suspended.`}>
        No text is sent. {suspended.why && `The operator says: ${ended(suspended.why)} `}
        To have it lifted, <Ask contact={access_contact} />{' '}
        <span className="quiet">
          Since <Time at={suspended.since} as="day" />.
        </span>
      </Banner>
    )
  return (
    <Banner tone="amber" title={`${name} has no access to SMS.`}>
      Settings can be made, and no text is sent. To request access, <Ask contact={access_contact} />
    </Banner>
  )
}

function Ask({ contact }: { contact: string | null }) {
  if (contact === null) return 'ask the operator of this installation.'
  const isMail = /^[^\s@]+@[^\s@]+$/.test(contact)
  const isPage = /^https:\/\/\S+$/.test(contact)
  return <>ask {isMail || isPage ? <a href={isMail ? `mailto:${contact}` : contact}>{contact}</a> : contact}.</>
}

/** What somebody wrote ends as a sentence does. */
function ended(words: string): string {
  return /[.!?…]$/.test(words) ? words : `${words}.`
}
