import { createRoute } from '@tanstack/react-router'
import { signedIn } from './signed-in-routes.ts'
import { lazyScreen } from './ui/lazy-screen.tsx'

const triggers = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/triggers',
  component: lazyScreen(() => import('./triggers/TriggersScreen.tsx'), 'TriggersScreen'),
})

/** From one of the ready-made, if one is named. */
const newTrigger = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/triggers/new',
  validateSearch: ({ from }: Record<string, unknown>): { from?: string } => (typeof from === 'string' ? { from } : {}),
  component: lazyScreen(() => import('./triggers/TriggerScreen.tsx'), 'NewTriggerScreen'),
})

const trigger = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/triggers/$id',
  component: lazyScreen(() => import('./triggers/TriggerScreen.tsx'), 'TriggerScreen'),
})

export const alertRoutes = [triggers, newTrigger, trigger] as const
