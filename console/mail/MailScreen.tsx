import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { Installation } from '../api.ts'
import { ForOperators } from '../shell/screens.tsx'
import { Chip } from '../ui/Chip.tsx'
import { DangerRow } from '../ui/DangerRow.tsx'
import { Page } from '../ui/Page.tsx'
import { Bar, EmptyState, LoadError } from '../ui/states.tsx'
import { installationQuery } from '../workspaces/queries.ts'
import { MailForm } from './MailForm.tsx'
import classes from './MailScreen.module.css'
import { NoServerDialog } from './NoServerDialog.tsx'
import { ServerSection } from './ServerSection.tsx'
import { TestSection } from './TestSection.tsx'
import { WhatGoesOut } from './WhatGoesOut.tsx'

/** For the operator: the server that mail to people goes through. */
export function MailScreen() {
  return (
    <ForOperators title="Mail" thing="Mail">
      <OperatorsMail />
    </ForOperators>
  )
}

function OperatorsMail() {
  const asked = useQuery(installationQuery)
  const mail = asked.data?.mail
  return (
    <Page
      title="Mail"
      status={mail && <Status mail={mail} />}
      sentence="Invitations, links for a new password and warnings go out through the mail server of this installation."
    >
      <div className={classes.main}>
        {asked.isPending && <Bar width="60%" />}
        {asked.isError && <LoadError thing="the mail settings" retry={asked.refetch} />}
        {mail && <Settings mail={mail} />}
      </div>
    </Page>
  )
}

function Status({ mail }: { mail: Installation['mail'] }) {
  return mail.server ? <Chip tone="green">Set up</Chip> : <Chip tone="neutral">Not set up</Chip>
}

function Settings({ mail }: { mail: Installation['mail'] }) {
  const [editing, edit] = useDisclosure(false)
  const [removing, remove] = useDisclosure(false)
  if (!mail.server && !editing) {
    return (
      <>
        <EmptyState title="No mail server yet." actions={<Button onClick={edit.open}>Set up a mail server</Button>}>
          Handset works without one:
          <ul className={classes.without}>
            <li>Invitations are links that you copy and pass on yourself.</li>
            <li>Nobody can set a forgotten password anew by themselves.</li>
            <li>Warnings stand in the console, and what would have been mailed is kept under Health.</li>
          </ul>
        </EmptyState>
        <WhatGoesOut />
      </>
    )
  }
  return (
    <>
      <ServerSection mail={mail} onEdit={editing ? undefined : edit.open}>
        {editing && <MailForm server={mail.server} onDone={edit.close} />}
      </ServerSection>
      {mail.server && !editing && <TestSection server={mail.server} />}
      {!editing && <WhatGoesOut />}
      {mail.from === 'console' && !editing && (
        <DangerRow className={classes.danger} label="Use no mail server…" onPress={remove.open}>
          Erases the address and the password.
        </DangerRow>
      )}
      {removing && <NoServerDialog onClose={remove.close} />}
    </>
  )
}
