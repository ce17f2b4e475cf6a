import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { api } from '../api.ts'
import { problemIn } from '../problem.ts'
import classes from '../shell/Gate.module.css'
import { Gate } from '../shell/Gate.tsx'
import { useSignOut } from '../shell/session.ts'
import { NewWorkspaceDialog } from './NewWorkspaceDialog.tsx'

/** For somebody who was removed from the last workspace, or was never in one. */
export function NoWorkspaceScreen() {
  const queries = useQueryClient()
  const router = useRouter()
  const signOut = useSignOut()
  const [making, make] = useDisclosure(false)
  const why = useQuery({
    queryKey: ['no-workspace'],
    queryFn: api.me,
    retry: false,
    refetchInterval: 15_000,
    staleTime: 0,
  })
  const problem = problemIn(why.error)
  const again = async () => {
    queries.clear()
    await router.navigate({ to: '/', replace: true })
  }
  return (
    <Gate
      title={why.data ? 'You are in a workspace now' : 'You belong to no workspace'}
      lead={why.data ? why.data.workspace.name : (problem?.body.detail ?? 'Somebody who runs one can invite you.')}
    >
      <div className={classes.form}>
        {why.data && <Button onClick={() => void again()}>Go there</Button>}
        {problem?.body.may_make_workspaces === true && <Button onClick={make.open}>Make a workspace</Button>}
        <Button variant="default" onClick={() => void signOut()}>
          Sign out
        </Button>
      </div>
      {making && <NewWorkspaceDialog onClose={make.close} />}
    </Gate>
  )
}
