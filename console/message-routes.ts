import { createRoute } from '@tanstack/react-router'
import { z } from 'zod/mini'
import { readFilters as readEventFilters } from './events/filters.ts'
import { readFilters as readHistoryFilters } from './history/filters.ts'
import { readFilter as readInboxFilter } from './inbox/filters.ts'
import { signedIn } from './signed-in-routes.ts'
import { readFilters as readStatisticsFilters } from './statistics/filters.ts'
import { lazyScreen } from './ui/lazy-screen.tsx'

const inbox = createRoute({
  getParentRoute: () => signedIn,
  path: '/inbox',
  validateSearch: readInboxFilter,
  component: lazyScreen(() => import('./inbox/InboxScreen.tsx'), 'InboxScreen'),
})

const events = createRoute({
  getParentRoute: () => signedIn,
  path: '/events',
  validateSearch: readEventFilters,
  component: lazyScreen(() => import('./events/EventsScreen.tsx'), 'EventsScreen'),
})

const event = createRoute({
  getParentRoute: () => events,
  path: '$id',
  component: lazyScreen(() => import('./events/EventPanel.tsx'), 'EventPanel'),
})

const history = createRoute({
  getParentRoute: () => signedIn,
  path: '/history',
  validateSearch: readHistoryFilters,
  component: lazyScreen(() => import('./history/HistoryScreen.tsx'), 'HistoryScreen'),
})

const message = createRoute({
  getParentRoute: () => history,
  path: '$id',
  component: lazyScreen(() => import('./history/DetailPanel.tsx'), 'DetailPanel'),
})

const decisions = createRoute({
  getParentRoute: () => signedIn,
  path: '/decisions',
  component: lazyScreen(() => import('./decisions/DecisionsScreen.tsx'), 'DecisionsScreen'),
})

const diagnose = createRoute({
  getParentRoute: () => signedIn,
  path: '/diagnose',
  validateSearch: z.object({
    person: z.optional(z.string()),
    event: z.optional(z.string()),
    event_type: z.optional(z.string()),
  }),
  component: lazyScreen(() => import('./diagnosis/DiagnoseScreen.tsx'), 'DiagnoseScreen'),
})

const statistics = createRoute({
  getParentRoute: () => signedIn,
  path: '/statistics',
  validateSearch: readStatisticsFilters,
  component: lazyScreen(() => import('./statistics/StatisticsScreen.tsx'), 'StatisticsScreen'),
})

export const messageRoutes = [
  inbox,
  events.addChildren([event]),
  history.addChildren([message]),
  decisions,
  diagnose,
  statistics,
] as const
