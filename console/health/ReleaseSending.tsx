import { Checkbox, Radio } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api.ts'
import { ConfirmDialog } from '../ui/Dialog.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { toast } from '../ui/toast.tsx'
import classes from './ReleaseSending.module.css'

const sendingQuery = { queryKey: ['installation'], queryFn: api.installation, refetchInterval: 3_000 }

/** Lets texts go again after a restore, or in a copy, once it is certain that none of them goes twice. */
export function ReleaseSending() {
  const [asking, ask] = useDisclosure(false)
  const why = useQuery(sendingQuery).data?.sending.why
  return (
    <>
      <LinkButton disabled={!why} onClick={ask.open}>
        Release sending
      </LinkButton>
      {asking && why === 'copied' && <OfCopy onClose={ask.close} />}
      {asking && why === 'restored' && <OfRestored onClose={ask.close} />}
    </>
  )
}

function useRelease(onDone: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: api.releaseSending,
    onSuccess: (sending) => {
      onDone()
      toast(
        sending.paused_since
          ? 'What waits is being looked up. Release sending once nothing is in doubt.'
          : 'Sending is released.',
      )
    },
    onSettled: () => queries.invalidateQueries(),
  })
}

interface FrameProps {
  onClose: () => void
  release: ReturnType<typeof useRelease>
  ready: boolean
  act: () => void
  children: React.ReactNode
}

function Frame({ onClose, release, ready, act, children }: FrameProps) {
  return (
    <ConfirmDialog
      title="Release sending?"
      words={{ keep: 'Leave it paused', act: 'Release sending', failed: 'Sending is still paused.' }}
      request={release}
      disabled={!ready}
      onAct={act}
      onClose={onClose}
    >
      {children}
    </ConfirmDialog>
  )
}

function OfRestored({ onClose }: { onClose: () => void }) {
  const installation = useQuery(sendingQuery)
  const inDoubt = installation.data?.sending.in_doubt
  const [force, setForce] = useState(false)
  const release = useRelease(onClose)
  return (
    <Frame
      onClose={onClose}
      release={release}
      ready={inDoubt === 0 || force}
      act={() => release.mutate({ force: inDoubt !== 0 })}
    >
      <p>All texts that wait and are still in time go out at once. Pausing again is not possible here.</p>
      {inDoubt === undefined && <p className="quiet">Counting what is in doubt…</p>}
      {inDoubt === 0 && <p>Nothing is in doubt: what may have been sent since the backup was looked up.</p>}
      {inDoubt !== undefined && inDoubt > 0 && (
        <>
          <p>
            <strong>{inDoubt === 1 ? '1 text is' : `${inDoubt.toLocaleString('en')} texts are`} in doubt:</strong> being
            looked up at the provider, or waiting for a decision. Better wait until none is.
          </p>
          <Checkbox
            checked={force}
            onChange={(event) => setForce(event.currentTarget.checked)}
            label="Release all the same: what is in doubt stays so while other texts are sent"
          />
        </>
      )}
    </Frame>
  )
}

function OfCopy({ onClose }: { onClose: () => void }) {
  const [otherRan, setOtherRan] = useState<string | null>(null)
  const release = useRelease(onClose)
  return (
    <Frame
      onClose={onClose}
      release={release}
      ready={otherRan !== null}
      act={() => release.mutate({ other_ran: otherRan === 'yes' })}
    >
      <p>
        Make sure that the other installation is stopped. Two that send from the same texts send them twice, and each is
        paid for.
      </p>
      <Radio.Group
        label="May the other one have sent texts since this copy was made?"
        value={otherRan}
        onChange={setOtherRan}
      >
        <div className={classes.choices}>
          <Radio value="yes" label="Yes, or I am not sure: what waits here is looked up first" />
          <Radio value="no" label="No: this one only moved. What waits goes out at once" />
        </div>
      </Radio.Group>
    </Frame>
  )
}
