import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, type Member } from '../api.ts'
import { useCan, useMe } from '../shell/session.ts'
import { Banner } from '../ui/Banner.tsx'
import { Dialog, DialogWords } from '../ui/Dialog.tsx'
import { toast } from '../ui/toast.tsx'
import { useOnce } from '../ui/useOnce.ts'
import { useRefresh } from './queries.ts'

/** Of oneself it is leaving. What of theirs goes on is told before and after. */
export function RemoveDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { workspace } = useMe()
  const refresh = useRefresh()
  const remove = useMutation({
    mutationFn: () => api.removeMember(member.id),
    onSuccess: async ({ api_keys }) => {
      // What this page knows is of a workspace that is no longer theirs.
      if (member.you) return location.assign('/')
      await refresh()
      if (api_keys.length > 0) return
      toast(`${member.name} is removed.`)
      onClose()
    },
  })
  const press = useOnce(remove)
  if (remove.data && remove.data.api_keys.length > 0)
    return <KeysRemain member={member} keys={remove.data.api_keys} onClose={onClose} />
  const what = member.you ? `Leave ${workspace.name}` : `Remove ${member.name}`
  return (
    <Dialog
      opened
      onClose={onClose}
      title={member.you ? `${what}?` : `${what} from ${workspace.name}?`}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            {member.you ? 'Stay' : 'Keep them'}
          </Button>
          <Button color="red" loading={remove.isPending} onClick={press()}>
            {member.you ? 'Leave' : 'Remove'}
          </Button>
        </>
      }
    >
      <DialogWords>
        <p>
          {member.you
            ? 'From your next click on you see nothing of it any more. Only an invitation brings you back.'
            : 'From their next click on they see nothing of it any more. Other workspaces of theirs are not touched.'}
        </p>
        <p>
          API keys that {member.you ? 'you' : 'they'} made go on sending. Invitations that {member.you ? 'you' : 'they'}{' '}
          sent are withdrawn.
        </p>
      </DialogWords>
      {remove.isError && (
        <div style={{ marginTop: 16 }}>
          <Banner tone="red" title={member.you ? 'You are still here.' : 'Nobody was removed.'} urgent>
            {remove.error.message}
          </Banner>
        </div>
      )}
    </Dialog>
  )
}

interface KeysRemainProps {
  member: Member
  keys: { id: string; name: string; prefix: string }[]
  onClose: () => void
}

function KeysRemain({ member, keys, onClose }: KeysRemainProps) {
  const mayRevoke = useCan('api_keys.manage')
  return (
    <Dialog
      opened
      onClose={onClose}
      title={`${member.name} is removed; their keys remain`}
      actions={<Button onClick={onClose}>Done</Button>}
    >
      <DialogWords>
        <p>
          Whoever knows one of these can still send and read with it; what it could do about people, roles and keys has
          ended. Revoke those that nothing of yours needs.
        </p>
      </DialogWords>
      <ul>
        {keys.map(({ id, name, prefix }) => (
          <li key={id}>
            {name} <span className="mono quiet">{prefix}…</span>
          </li>
        ))}
      </ul>
      {mayRevoke && (
        <Link to="/settings/api-keys" onClick={onClose}>
          Open API keys
        </Link>
      )}
    </Dialog>
  )
}
