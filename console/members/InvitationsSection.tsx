import { Button } from '@mantine/core'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, type Invitation, type InvitationMade } from '../api.ts'
import { Chip } from '../ui/Chip.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Section } from '../ui/Section.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import { Time } from '../ui/Time.tsx'
import { toast, toastFailure } from '../ui/toast.tsx'
import { useOnce } from '../ui/useOnce.ts'
import { LinkDialog } from './LinkDialog.tsx'
import classes from './Members.module.css'
import { invitationsQuery, useRefresh } from './queries.ts'

/** Who was asked and has not answered yet. */
export function InvitationsSection({ onInvite }: { onInvite: () => void }) {
  const invitations = useInfiniteQuery(invitationsQuery)
  const [made, setMade] = useState<InvitationMade | null>(null)
  const items = invitations.data?.pages.flatMap((page) => page.items)
  return (
    <Section title="Invitations" purpose="A link for one address, good for 7 days and used once.">
      {invitations.isPending && <Bar width="60%" />}
      {invitations.isError && <LoadError thing="the invitations" retry={invitations.refetch} />}
      {items?.length === 0 && (
        <p className="quiet">
          Nobody is invited at the moment. <LinkButton onClick={onInvite}>Invite somebody</LinkButton>
        </p>
      )}
      {items && items.length > 0 && (
        <ul className={classes.list}>
          {items.map((invitation) => (
            <InvitationRow key={invitation.id} invitation={invitation} onLink={setMade} />
          ))}
        </ul>
      )}
      {invitations.hasNextPage && (
        <Button
          variant="default"
          mt={16}
          loading={invitations.isFetchingNextPage}
          onClick={() => void invitations.fetchNextPage()}
        >
          Older
        </Button>
      )}
      {made?.link && <LinkDialog invitation={made} link={made.link} onClose={() => setMade(null)} />}
    </Section>
  )
}

interface InvitationRowProps {
  invitation: Invitation
  /** A link that was not mailed is to be handed over. */
  onLink: (made: InvitationMade) => void
}

function InvitationRow({ invitation, onLink }: InvitationRowProps) {
  const { id, email } = invitation
  const refresh = useRefresh()
  const again = useMutation({
    mutationFn: () => api.inviteAgain(id),
    onSuccess: async (made) => {
      await refresh()
      if (made.link) onLink(made)
      else toast(`A new link is mailed to ${email}. The one before no longer works.`)
    },
    onError: (error) => toastFailure('Nothing was sent; the link of before still stands.', error),
  })
  const withdraw = useMutation({
    mutationFn: () => api.withdrawInvitation(id),
    onSuccess: async () => {
      await refresh()
      toast(`The invitation of ${email} is withdrawn.`)
    },
    onError: (error) => toastFailure('The invitation still stands.', error),
  })
  const pressAgain = useOnce(again, { stays: true })
  const pressWithdraw = useOnce(withdraw)
  const sendAgain = invitation.mailed ? 'Send again' : 'New link'
  const busy = again.isPending || withdraw.isPending
  return (
    <li className={classes.invitation} aria-label={email}>
      <div className={classes.who}>
        <span className={classes.name}>{email}</span>
        <div className={classes.quiet}>
          {invitation.mailed ? 'mailed' : 'link handed over'} by {invitation.invited_by}{' '}
          <Time at={invitation.sent_at} />
        </div>
      </div>
      <div>
        {invitation.role.name}
        <div className={classes.quiet}>
          {invitation.expired || !invitation.vouched ? (
            <Chip tone="amber" icon="clock" plain>
              {invitation.expired ? 'expired' : `${invitation.invited_by} may not give this role any more`}
            </Chip>
          ) : (
            <>
              ends <Time at={invitation.expires_at} />
            </>
          )}
        </div>
      </div>
      <div className={classes.end}>
        <LinkButton disabled={busy} onClick={pressAgain()} aria-label={`${sendAgain} for ${email}`}>
          {sendAgain}
        </LinkButton>
        <LinkButton danger disabled={busy} onClick={pressWithdraw()} aria-label={`Withdraw the one for ${email}`}>
          Withdraw
        </LinkButton>
      </div>
    </li>
  )
}
