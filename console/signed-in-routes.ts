import { createRoute, redirect } from '@tanstack/react-router'
import { root } from './outside-routes.ts'
import { problemIn } from './problem.ts'
import { settingsQuery } from './settings/queries.ts'
import { Shell } from './shell/Shell.tsx'
import { meQuery } from './shell/session.ts'
import { lazyScreen } from './ui/lazy-screen.tsx'

/** Around every screen that takes a session. */
export const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queries.ensureQueryData(meQuery)
    } catch (error) {
      if (problemIn(error)?.body.status === 401) {
        throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } })
      }
      if (problemIn(error)?.is('no_workspace')) throw redirect({ to: '/no-workspace' })
      throw error
    }
  },
  component: Shell,
})

/** Where whoever comes without an address goes: by what they may see. */
export const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: async ({ context }) => {
    const { permissions, workspace } = await context.queries.ensureQueryData(meQuery)
    if (workspace.installation) throw redirect({ to: '/installation/workspaces', replace: true })
    if (permissions.includes('sms.read')) {
      const settings = await context.queries.ensureQueryData(settingsQuery).catch(() => null)
      if (settings?.provider === null) throw redirect({ to: '/settings/sms', replace: true })
    }
    if (permissions.includes('history.read')) throw redirect({ to: '/history', replace: true })
    if (permissions.includes('sms.read')) throw redirect({ to: '/settings/sms', replace: true })
    if (permissions.includes('people.read')) throw redirect({ to: '/people', replace: true })
  },
  component: lazyScreen(() => import('./shell/HomeScreen.tsx'), 'HomeScreen'),
})
