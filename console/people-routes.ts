import { createRoute } from '@tanstack/react-router'
import { readFilters as readOptOutFilters } from './opt-outs/filters.ts'
import { readFilters } from './people/filters.ts'
import { readKind } from './people/quality/kinds.ts'
import { readFilters as readReplyFilters } from './replies/filters.ts'
import { signedIn } from './signed-in-routes.ts'
import { lazyScreen } from './ui/lazy-screen.tsx'

const people = createRoute({
  getParentRoute: () => signedIn,
  path: '/people',
  validateSearch: readFilters,
  component: lazyScreen(() => import('./people/PeopleScreen.tsx'), 'PeopleScreen'),
})

const person = createRoute({
  getParentRoute: () => signedIn,
  path: '/people/$id',
  component: lazyScreen(() => import('./people/PersonScreen.tsx'), 'PersonScreen'),
})

const phoneQuality = createRoute({
  getParentRoute: () => signedIn,
  path: '/people/phone-quality',
  validateSearch: readKind,
  component: lazyScreen(() => import('./people/quality/PhoneQualityScreen.tsx'), 'PhoneQualityScreen'),
})

const groups = createRoute({
  getParentRoute: () => signedIn,
  path: '/people/groups',
  component: lazyScreen(() => import('./people/GroupsScreen.tsx'), 'GroupsScreen'),
})

const imports = createRoute({
  getParentRoute: () => signedIn,
  path: '/people/import',
  component: lazyScreen(() => import('./people/import/ImportsScreen.tsx'), 'ImportsScreen'),
})

const importOfPeople = createRoute({
  getParentRoute: () => signedIn,
  path: '/people/import/$id',
  component: lazyScreen(() => import('./people/import/ImportScreen.tsx'), 'ImportScreen'),
})

const replies = createRoute({
  getParentRoute: () => signedIn,
  path: '/replies',
  validateSearch: readReplyFilters,
  component: lazyScreen(() => import('./replies/RepliesScreen.tsx'), 'RepliesScreen'),
})

/** By the handle of the number: no number stands in an address. */
const conversation = createRoute({
  getParentRoute: () => replies,
  path: '$handle',
  component: lazyScreen(() => import('./replies/ConversationPanel.tsx'), 'ConversationPanel'),
})

const optOuts = createRoute({
  getParentRoute: () => signedIn,
  path: '/opt-outs',
  validateSearch: readOptOutFilters,
  component: lazyScreen(() => import('./opt-outs/OptOutsScreen.tsx'), 'OptOutsScreen'),
})

const optOut = createRoute({
  getParentRoute: () => optOuts,
  path: '$handle',
  component: lazyScreen(() => import('./opt-outs/OptOutPanel.tsx'), 'OptOutPanel'),
})

export const peopleRoutes = [
  people,
  person,
  phoneQuality,
  groups,
  imports,
  importOfPeople,
  replies.addChildren([conversation]),
  optOuts.addChildren([optOut]),
] as const
