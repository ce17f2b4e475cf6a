import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, Outlet } from '@tanstack/react-router'
import { SignInScreen } from './shell/SignInScreen.tsx'
import { FailedScreen, NotFoundScreen } from './shell/screens.tsx'
import { lazyScreen } from './ui/lazy-screen.tsx'

export const root = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFoundScreen,
  errorComponent: FailedScreen,
})

export const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { to?: string; refused?: string } => {
    const { to, refused } = search
    // Only to our own pages: an address that begins with two slashes is somebody else's.
    const isOurs = typeof to === 'string' && /^\/(?![/\\])/.test(to)
    return { ...(isOurs && { to }), ...(typeof refused === 'string' && { refused }) }
  },
  component: SignInScreen,
})

export const forgot = createRoute({
  getParentRoute: () => root,
  path: '/forgot',
  validateSearch: (search: Record<string, unknown>): { email?: string } =>
    typeof search.email === 'string' ? { email: search.email } : {},
  component: lazyScreen(() => import('./sign-in/ForgotScreen.tsx'), 'ForgotScreen'),
})

/** Its token stands behind the #, as does that of the next. */
export const newPassword = createRoute({
  getParentRoute: () => root,
  path: '/new-password',
  component: lazyScreen(() => import('./sign-in/NewPasswordScreen.tsx'), 'NewPasswordScreen'),
})

export const connect = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/connect',
  component: lazyScreen(() => import('./sign-in/ConnectScreen.tsx'), 'ConnectScreen'),
})

/** Its token stands behind the #, where no server on the way sees it. */
export const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyScreen(() => import('./shell/SetupScreen.tsx'), 'SetupScreen'),
})

export const noWorkspace = createRoute({
  getParentRoute: () => root,
  path: '/no-workspace',
  component: lazyScreen(() => import('./workspaces/NoWorkspaceScreen.tsx'), 'NoWorkspaceScreen'),
})

/** Its token stands behind the # of the link, where no server on the way sees it. */
export const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyScreen(() => import('./members/InvitationScreen.tsx'), 'InvitationScreen'),
})
