import { Button, Checkbox, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, type SettingsOut } from '../api.ts'
import { useMe } from '../shell/session.ts'
import { Banner } from '../ui/Banner.tsx'
import { DangerRow } from '../ui/DangerRow.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { toast } from '../ui/toast.tsx'
import classes from './Disconnect.module.css'
import { useEditing } from './editing.tsx'
import { oldAddress } from './PutBack.tsx'
import { repliesQuery } from './queries.ts'
import { waitingTexts } from './waiting-texts.ts'
import { providerInSentence } from './words.ts'

/** Dangerous, so apart from everything else and confirmed by typing. */
export function Disconnect({ settings }: { settings: SettingsOut }) {
  const [opened, dialog] = useDisclosure(false)
  const returns = settings.above?.connected === true
  return (
    <>
      <DangerRow
        className={classes.place}
        label={returns ? 'Return to inherited…' : 'Disconnect…'}
        onPress={dialog.open}
      >
        Erases the credentials{returns && ' and uses the installation’s provider'}. History, opt-outs and people stay.
      </DangerRow>
      {opened && <DisconnectDialog settings={settings} onClose={dialog.close} />}
    </>
  )
}

function DisconnectDialog({ settings, onClose }: { settings: SettingsOut; onClose: () => void }) {
  const { workspace } = useMe()
  const [typed, setTyped] = useState('')
  const [putBack, setPutBack] = useState(true)
  const queries = useQueryClient()
  const editing = useEditing()
  const counts = useQuery({ queryKey: ['counts', {}], queryFn: () => api.counts({}) })
  const replies = useQuery(repliesQuery)
  const pointed = replies.data?.senders.filter((sender) => sender.can_put_back) ?? []
  const disconnect = useMutation({
    mutationFn: () => api.disconnect(pointed.length > 0 && putBack),
    onSuccess: async () => {
      await queries.invalidateQueries()
      if (returns) editing.show(null)
      else editing.edit('provider')
      onClose()
      toast(returns ? 'New texts use the installation’s provider.' : 'Disconnected. The credentials are erased.')
    },
  })
  const provider = settings.provider ? providerInSentence[settings.provider] : 'the provider'
  const returns = settings.above?.connected === true
  return (
    <Dialog
      opened
      onClose={onClose}
      title={
        returns
          ? `Return ${workspace.name} to the inherited provider?`
          : `Disconnect ${provider} from ${workspace.name}?`
      }
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            Keep it
          </Button>
          <Button
            color="red"
            disabled={typed.trim() !== workspace.name}
            loading={disconnect.isPending}
            onClick={() => disconnect.mutate()}
          >
            {returns ? 'Return to inherited' : 'Disconnect'}
          </Button>
        </>
      }
    >
      <p style={{ paddingBottom: 16 }}>
        {returns ? 'New texts go through the installation’s provider.' : waitingTexts(counts.data)} Credentials are
        erased
        {settings.kept.length > 0 && ', those kept of other providers too'}; History, opt-outs and people stay.
      </p>
      {pointed.length > 0 && (
        <div style={{ paddingBottom: 16 }}>
          <p style={{ paddingBottom: 8 }}>
            Replies at {settings.provider === 'webhook' ? 'the provider before it' : provider} still point here:
          </p>
          <Checkbox
            label={`put back ${[...new Set(pointed.map(oldAddress))].join(', ')}`}
            checked={putBack}
            onChange={(event) => setPutBack(event.currentTarget.checked)}
          />
        </div>
      )}
      <TextInput
        label={`Type ${workspace.name} to confirm`}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
        data-autofocus
      />
      {disconnect.isError && (
        <div style={{ marginTop: 16 }}>
          <Banner tone="red" title="Nothing was changed." urgent>
            {disconnect.error.message}
          </Banner>
        </div>
      )}
    </Dialog>
  )
}
