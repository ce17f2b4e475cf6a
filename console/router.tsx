import type { QueryClient } from '@tanstack/react-query'
import { createRoute, createRouter } from '@tanstack/react-router'
import { z } from 'zod/mini'
import { newTrigger, trigger, triggers } from './alert-routes.ts'
import { readFilters as readEventFilters } from './events/filters.ts'
import { readFilter as readInboxFilter } from './inbox/filters.ts'
import { readFilters as readOptOutFilters } from './opt-outs/filters.ts'
import { connect, forgot, invitation, newPassword, noWorkspace, root, setup, signIn } from './outside-routes.ts'
import { readFilters } from './people/filters.ts'
import { readKind } from './people/quality/kinds.ts'
import { readFilters as readReplyFilters } from './replies/filters.ts'
import { FailedScreen } from './shell/screens.tsx'
import { home, signedIn } from './signed-in-routes.ts'
import { lazyScreen } from './ui/lazy-screen.tsx'

const sms = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/sms',
  component: lazyScreen(() => import('./settings/SmsScreen.tsx'), 'SmsScreen'),
})

const templates = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/templates',
  component: lazyScreen(() => import('./templates/TemplatesScreen.tsx'), 'TemplatesScreen'),
})

const template = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/templates/$key',
  component: lazyScreen(() => import('./templates/TemplateScreen.tsx'), 'TemplateScreen'),
})

const apiKeys = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/api-keys',
  component: lazyScreen(() => import('./api-keys/ApiKeysScreen.tsx'), 'ApiKeysScreen'),
})

const workspace = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/workspace',
  component: lazyScreen(() => import('./workspaces/WorkspaceScreen.tsx'), 'WorkspaceScreen'),
})

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

const members = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/members',
  component: lazyScreen(() => import('./members/MembersScreen.tsx'), 'MembersScreen'),
})

const mail = createRoute({
  getParentRoute: () => signedIn,
  path: '/installation/mail',
  component: lazyScreen(() => import('./mail/MailScreen.tsx'), 'MailScreen'),
})

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

const sso = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/single-sign-on',
  component: lazyScreen(() => import('./sso/SsoScreen.tsx'), 'SsoScreen'),
})

const domains = createRoute({
  getParentRoute: () => signedIn,
  path: '/installation/domains',
  component: lazyScreen(() => import('./sso/DomainsScreen.tsx'), 'DomainsScreen'),
})

const health = createRoute({
  getParentRoute: () => signedIn,
  path: '/health',
  component: lazyScreen(() => import('./health/HealthScreen.tsx'), 'HealthScreen'),
})

const audit = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/audit',
  validateSearch: z.object({
    actor: z.optional(z.string()),
    action: z.optional(z.string()),
    target: z.optional(z.string()),
    days: z.optional(z.number()),
    /** The id of the one that is looked at. */
    entry: z.optional(z.string()),
  }),
  component: lazyScreen(() => import('./audit/AuditScreen.tsx'), 'AuditScreen'),
})

const auditHeads = createRoute({
  getParentRoute: () => signedIn,
  path: '/installation/audit-heads',
  component: lazyScreen(() => import('./audit/HeadsScreen.tsx'), 'HeadsScreen'),
})

const decisions = createRoute({
  getParentRoute: () => signedIn,
  path: '/decisions',
  component: lazyScreen(() => import('./decisions/DecisionsScreen.tsx'), 'DecisionsScreen'),
})

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

const inbox = createRoute({
  getParentRoute: () => signedIn,
  path: '/inbox',
  validateSearch: readInboxFilter,
  component: lazyScreen(() => import('./inbox/InboxScreen.tsx'), 'InboxScreen'),
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
  validateSearch: z.object({
    status: z.optional(z.string()),
    class: z.optional(z.string()),
    recipient: z.optional(z.string()),
    days: z.optional(z.number()),
  }),
  component: lazyScreen(() => import('./history/HistoryScreen.tsx'), 'HistoryScreen'),
})

const message = createRoute({
  getParentRoute: () => history,
  path: '$id',
  component: lazyScreen(() => import('./history/DetailPanel.tsx'), 'DetailPanel'),
})

const routeTree = root.addChildren([
  signIn,
  forgot,
  newPassword,
  connect,
  setup,
  noWorkspace,
  invitation,
  signedIn.addChildren([
    home,
    inbox,
    profile,
    preferences,
    sso,
    domains,
    sms,
    templates,
    template,
    triggers,
    newTrigger,
    trigger,
    workspace,
    workspaces,
    general,
    apiKeys,
    members,
    audit,
    auditHeads,
    mail,
    health,
    decisions,
    people,
    person,
    groups,
    imports,
    importOfPeople,
    replies.addChildren([conversation]),
    optOuts.addChildren([optOut]),
    phoneQuality,
    history.addChildren([message]),
    events.addChildren([event]),
  ]),
])

export function makeRouter(queries: QueryClient) {
  return createRouter({
    routeTree,
    context: { queries },
    defaultPreload: 'intent',
    defaultErrorComponent: FailedScreen,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
  interface HistoryState {
    /** It was opened from its list, so going back leads to the list where it was. */
    fromList?: boolean
  }
}
