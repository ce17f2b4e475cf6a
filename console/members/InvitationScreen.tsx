import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { api, type InvitationShown } from '../api.ts'
import { chooseWorkspace } from '../chosen-workspace.ts'
import { problemIn } from '../problem.ts'
import { Gate } from '../shell/Gate.tsx'
import { Banner } from '../ui/Banner.tsx'
import { LoadError, SlowSpinner } from '../ui/states.tsx'
import { forgetToken, keepToken, tokenOfInvitation } from './invitation-token.ts'
import classes from './Members.module.css'
import { NewcomerForm } from './NewcomerForm.tsx'
import { sentenceOf } from './permission-words.ts'

/** Where the link of an invitation leads, with an account or without one. */
export function InvitationScreen() {
  const token = tokenOfInvitation()
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => api.invitation(token),
    enabled: token !== '',
    staleTime: 0,
  })
  const over = problemIn(invitation.error)?.is('invitation_over', 'invalid')
  if (token === '' || over)
    return (
      <Gate title="This invitation leads nowhere any more">
        <p>
          It was used, withdrawn, replaced by a newer one, is older than 7 days, or whoever sent it may not give that
          role any more. Ask for a new invitation. <Link to="/">Go to Handset</Link>
        </p>
      </Gate>
    )
  if (invitation.isPending)
    return (
      <Gate title="Invitation">
        <SlowSpinner label="Loading" />
      </Gate>
    )
  if (invitation.isError)
    return (
      <Gate title="Invitation">
        <LoadError thing="the invitation" retry={invitation.refetch} />
      </Gate>
    )
  return <Open token={token} invitation={invitation.data} />
}

function Open({ token, invitation }: { token: string; invitation: InvitationShown }) {
  const { workspace, role, invited_by, email, signed_in_as } = invitation
  const lead = `${invited_by} invites ${email} to join as ${role.name}.`
  return (
    <Gate title={`Join ${workspace.name}`} lead={lead}>
      {signed_in_as === null && invitation.single_sign_on && <ByProvider token={token} email={email} />}
      {signed_in_as === null && !invitation.single_sign_on && (
        <NewcomerForm token={token} invitation={invitation} onJoined={enter} />
      )}
      {signed_in_as === email && <Join token={token} invitation={invitation} />}
      {signed_in_as !== null && signed_in_as !== email && <OtherAddress invitation={invitation} />}
      <div className={classes.rights}>
        As {role.name} you may
        {role.permissions.length === 0 ? (
          ' get texts and see your own profile.'
        ) : (
          <ul>
            {role.permissions.map((permission) => (
              <li key={permission}>{sentenceOf(permission)}</li>
            ))}
          </ul>
        )}
      </div>
    </Gate>
  )
}

function ByProvider({ token, email }: { token: string; email: string }) {
  const navigate = useNavigate()
  return (
    <div className={classes.follower}>
      <p>People at {email.split('@')[1]} sign in by their organisation. You come back here afterwards.</p>
      <Button
        onClick={() => {
          keepToken(token)
          void navigate({ to: '/sign-in', search: { to: '/invitation' } })
        }}
      >
        Sign in
      </Button>
    </div>
  )
}

function Join({ token, invitation }: { token: string; invitation: InvitationShown }) {
  const accept = useMutation({ mutationFn: () => api.acceptInvitation({ token }), onSuccess: enter })
  return (
    <div className={classes.follower}>
      <p>You are signed in as {invitation.signed_in_as}.</p>
      {accept.isError && (
        <Banner tone="red" title="You did not join." urgent>
          {accept.error.message}
        </Banner>
      )}
      <Button loading={accept.isPending} onClick={() => accept.mutate()}>
        Join {invitation.workspace.name}
      </Button>
    </div>
  )
}

function OtherAddress({ invitation }: { invitation: InvitationShown }) {
  const queries = useQueryClient()
  const leave = useMutation({ mutationFn: api.signOut, onSuccess: () => queries.resetQueries() })
  return (
    <div className={classes.follower}>
      <Banner tone="amber" title={`You are signed in as ${invitation.signed_in_as}.`}>
        This invitation is for {invitation.email} alone. Sign out to accept it.
      </Banner>
      {leave.isError && (
        <Banner tone="red" title="You are still signed in." urgent>
          {leave.error.message}
        </Banner>
      )}
      <Button loading={leave.isPending} onClick={() => leave.mutate()}>
        Sign out
      </Button>
    </div>
  )
}

/** Into the workspace that was joined, with nothing known of what was seen before. */
function enter({ workspace }: { workspace: { id: string; name: string } }): void {
  forgetToken()
  chooseWorkspace({ ...workspace, by: null })
  location.assign('/')
}
