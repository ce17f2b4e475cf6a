import { createRoute } from '@tanstack/react-router'
import { signedIn } from './signed-in-routes.ts'
import { lazyScreen } from './ui/lazy-screen.tsx'

export const triggers = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/triggers',
  component: lazyScreen(() => import('./triggers/TriggersScreen.tsx'), 'TriggersScreen'),
})

/** From one of the ready-made, if one is named. */
export const newTrigger = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/triggers/new',
  validateSearch: ({ from }: Record<string, unknown>): { from?: string } => (typeof from === 'string' ? { from } : {}),
  component: lazyScreen(() => import('./triggers/TriggerScreen.tsx'), 'NewTriggerScreen'),
})

export const trigger = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/triggers/$id',
  component: lazyScreen(() => import('./triggers/TriggerScreen.tsx'), 'TriggerScreen'),
})
