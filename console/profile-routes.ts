import { createRoute } from '@tanstack/react-router'
import { signedIn } from './signed-in-routes.ts'
import { lazyScreen } from './ui/lazy-screen.tsx'

const profile = createRoute({
  getParentRoute: () => signedIn,
  path: '/profile',
  component: lazyScreen(() => import('./profile/ProfileScreen.tsx'), 'ProfileScreen'),
})

const preferences = createRoute({
  getParentRoute: () => signedIn,
  path: '/profile/preferences',
  component: lazyScreen(() => import('./preferences/PreferencesScreen.tsx'), 'PreferencesScreen'),
})

export const profileRoutes = [profile, preferences] as const
