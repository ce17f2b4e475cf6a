import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useCan, useMe } from '../shell/session.ts'
import { Page } from '../ui/Page.tsx'
import { InvitationsSection } from './InvitationsSection.tsx'
import { InviteDialog } from './InviteDialog.tsx'
import classes from './Members.module.css'
import { MembersSection } from './MembersSection.tsx'
import { RolesSection } from './RolesSection.tsx'

/** Everybody sees who is here and who can help; what they may not change is plain text. */
export function MembersScreen() {
  const { workspace } = useMe()
  const mayManage = useCan('members.manage')
  const [inviting, invite] = useDisclosure(false)
  return (
    <Page
      title="Members and roles"
      sentence={`Who belongs to ${workspace.name}, and what each of them may do.${mayManage ? '' : ' Owners and admins change it; ask one of them.'}`}
      actions={mayManage && <Button onClick={invite.open}>Invite somebody</Button>}
    >
      <div className={classes.sections}>
        <MembersSection />
        {mayManage && <InvitationsSection onInvite={invite.open} />}
        <RolesSection />
      </div>
      {inviting && <InviteDialog onClose={invite.close} />}
    </Page>
  )
}
