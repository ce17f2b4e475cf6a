import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { api, type SettingsOut } from '../api.ts'
import { problemIn } from '../problem.ts'
import { useMe } from '../shell/session.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { toast } from '../ui/toast.tsx'
import { useEditing } from './editing.tsx'
import { sectionOf } from './section-of.ts'
import { useSave } from './useSave.ts'
import { waitingTexts } from './waiting-texts.ts'

/** The switch: on at once where everything is there, off after a question. */
export function useSwitch(settings: SettingsOut) {
  const [asks, ask] = useDisclosure(false)
  const save = useSave()
  const editing = useEditing()
  const put = (enabled: boolean) =>
    save.mutate(
      { enabled, revision: settings.revision },
      {
        onSuccess: () => {
          ask.close()
          toast(enabled ? 'SMS is on.' : 'SMS is off. Texts asked for meanwhile are skipped, not stored up.')
        },
      },
    )
  const problem = problemIn(save.error)
  const goTo = sectionOf(problem)
  const asking = (
    <>
      {asks && <TurnOff busy={save.isPending} error={save.error} onKeep={ask.close} onOff={() => put(false)} />}
      <Dialog
        opened={!asks && save.isError}
        onClose={save.reset}
        title="SMS is still off"
        actions={<Button onClick={save.reset}>Close</Button>}
      >
        {save.error?.message}{' '}
        {goTo && (
          <LinkButton
            onClick={() => {
              save.reset()
              editing.edit(goTo)
            }}
          >
            Go there
          </LinkButton>
        )}
      </Dialog>
    </>
  )
  return { set: (enabled: boolean) => (enabled ? put(true) : ask.open()), busy: save.isPending, asking }
}

interface TurnOffProps {
  busy: boolean
  error: Error | null
  onKeep: () => void
  onOff: () => void
}

function TurnOff({ busy, error, onKeep, onOff }: TurnOffProps) {
  const { workspace } = useMe()
  const counts = useQuery({ queryKey: ['counts', {}], queryFn: () => api.counts({}) })
  return (
    <Dialog
      opened
      onClose={onKeep}
      title={`Turn SMS off for ${workspace.name}?`}
      actions={
        <>
          <Button variant="default" onClick={onKeep}>
            Keep on
          </Button>
          <Button color="red" loading={busy} onClick={onOff}>
            Turn off
          </Button>
        </>
      }
    >
      {waitingTexts(counts.data)} Codes go by email where a person has one.
      {error && <p role="alert">SMS is still on. {error.message}</p>}
    </Dialog>
  )
}
