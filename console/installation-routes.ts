import { createRoute } from '@tanstack/react-router'
import { z } from 'zod/mini'
import { signedIn } from './signed-in-routes.ts'
import { lazyScreen } from './ui/lazy-screen.tsx'

const workspaces = createRoute({
  getParentRoute: () => signedIn,
  path: '/installation/workspaces',
  validateSearch: z.object({
    search: z.optional(z.string()),
    state: z.optional(z.string()),
    /** The slug of the one that is looked at. */
    open: z.optional(z.string()),
  }),
  component: lazyScreen(() => import('./workspaces/WorkspacesScreen.tsx'), 'WorkspacesScreen'),
})

const general = createRoute({
  getParentRoute: () => signedIn,
  path: '/installation/general',
  component: lazyScreen(() => import('./workspaces/GeneralScreen.tsx'), 'GeneralScreen'),
})

const mail = createRoute({
  getParentRoute: () => signedIn,
  path: '/installation/mail',
  component: lazyScreen(() => import('./mail/MailScreen.tsx'), 'MailScreen'),
})

const domains = createRoute({
  getParentRoute: () => signedIn,
  path: '/installation/domains',
  component: lazyScreen(() => import('./sso/DomainsScreen.tsx'), 'DomainsScreen'),
})

const operators = createRoute({
  getParentRoute: () => signedIn,
  path: '/installation/operators',
  component: lazyScreen(() => import('./operators/OperatorsScreen.tsx'), 'OperatorsScreen'),
})

const auditHeads = createRoute({
  getParentRoute: () => signedIn,
  path: '/installation/audit-heads',
  component: lazyScreen(() => import('./audit/HeadsScreen.tsx'), 'HeadsScreen'),
})

const health = createRoute({
  getParentRoute: () => signedIn,
  path: '/health',
  component: lazyScreen(() => import('./health/HealthScreen.tsx'), 'HealthScreen'),
})

export const installationRoutes = [workspaces, general, mail, domains, operators, auditHeads, health] as const
