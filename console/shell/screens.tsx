import { useQuery, useQueryErrorResetBoundary } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { type Permission, ROLES } from '../../shared/permissions.ts'
import { rolesQuery } from '../members/queries.ts'
import { problemIn } from '../problem.ts'
import { Page } from '../ui/Page.tsx'
import { PageMessage } from '../ui/states.tsx'
import classes from './screens.module.css'
import { useIsOperator } from './session.ts'

export function NotFoundScreen() {
  return (
    <main className={classes.frame}>
      <PageMessage title="There is nothing at this address">
        It may have been moved, or the link is incomplete. <Link to="/">Go to the start</Link>
      </PageMessage>
    </main>
  )
}

/** Something broke that no screen could show in its own place. */
export function FailedScreen({ error, reset }: { error: unknown; reset: () => void }) {
  const router = useRouter()
  const queries = useQueryErrorResetBoundary()
  const problem = problemIn(error)
  const again = () => {
    queries.reset()
    reset()
    void router.invalidate()
  }
  return (
    <div className={classes.frame}>
      <PageMessage
        title={problem ? 'Could not load this screen' : 'This screen broke'}
        action={{ label: 'Try again', onClick: again }}
      >
        {problem?.body.detail ?? 'That is a fault of Handset, not of yours. Nothing you saved is lost.'}
      </PageMessage>
    </div>
  )
}

/** Stands at the address of a screen that the reader's role does not see. */
export function NoPermission({ title, thing, permission }: { title: string; thing: string; permission: Permission }) {
  const roles = useQuery(rolesQuery)
  const known = roles.data?.items ?? Object.values(ROLES)
  const holding = known.filter((role) => (role.permissions as readonly Permission[]).includes(permission))
  return (
    <Page title={title}>
      <p className="quiet">
        You cannot see {thing}. {either.format(holding.map((role) => role.name))} can; ask one of them.
      </p>
    </Page>
  )
}

/** A screen about the installation as a whole. */
export function ForOperators({ title, thing, children }: { title: string; thing: string; children: React.ReactNode }) {
  if (useIsOperator()) return children
  return (
    <Page title={title}>
      <p className="quiet">You cannot see {thing}. The operator of this installation can; ask them.</p>
    </Page>
  )
}

const either = new Intl.ListFormat('en-GB', { type: 'disjunction' })

/** Stands in the installation at the address of a screen that only a workspace has. */
export function NoWorkspaceHere({ title }: { title: string }) {
  return (
    <Page title={title}>
      <p className="quiet">
        This is the installation and not a workspace. <Link to="/installation/workspaces">Go to its workspaces</Link>
      </p>
    </Page>
  )
}
