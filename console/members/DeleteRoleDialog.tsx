import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { api, type Role } from '../api.ts'
import { problemIn } from '../problem.ts'
import { Banner } from '../ui/Banner.tsx'
import { Dialog, DialogWords } from '../ui/Dialog.tsx'
import { toast } from '../ui/toast.tsx'
import { useOnce } from '../ui/useOnce.ts'
import classes from './Members.module.css'
import { useRefresh } from './queries.ts'

/** The server says who has it; only then can they be made Members with one click. */
export function DeleteRoleDialog({ role, onClose }: { role: Role; onClose: () => void }) {
  const refresh = useRefresh()
  const remove = useMutation({
    mutationFn: (move: boolean) => api.deleteRole(role.id, move),
    onSuccess: async () => {
      await refresh()
      toast(`The role ${role.name} is deleted.`)
      onClose()
    },
  })
  const press = useOnce(remove)
  const problem = problemIn(remove.error)
  const inUse = problem?.is('role_in_use') ? holdersIn(problem.body) : null
  return (
    <Dialog
      opened
      onClose={onClose}
      title={`Delete the role ${role.name}?`}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            Keep it
          </Button>
          <Button color="red" loading={remove.isPending} onClick={press(inUse !== null)}>
            {inUse ? 'Make them Members and delete it' : 'Delete it'}
          </Button>
        </>
      }
    >
      {inUse ? (
        <>
          <DialogWords>
            <p role="alert">
              It is in use. Deleting it makes these Members, who may nothing but see their own profile:
            </p>
          </DialogWords>
          <ul className={classes.holders}>
            {inUse.map((who) => (
              <li key={who}>{who}</li>
            ))}
          </ul>
        </>
      ) : (
        'Nobody can be given it any more. It does not come back.'
      )}
      {remove.isError && !inUse && (
        <div style={{ marginTop: 16 }}>
          <Banner tone="red" title="It was not deleted." urgent>
            {remove.error.message}
          </Banner>
        </div>
      )}
    </Dialog>
  )
}

function holdersIn(body: Record<string, unknown>): string[] {
  const { members, invited, newcomers } = body as {
    members?: { name: string }[]
    invited?: string[]
    newcomers?: boolean
  }
  return [
    ...(members ?? []).map(({ name }) => name),
    ...(invited ?? []).map((email) => `${email}, who is invited`),
    ...(newcomers ? ['Whoever signs in for the first time by your provider'] : []),
  ]
}
