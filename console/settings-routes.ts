import { createRoute } from '@tanstack/react-router'
import { z } from 'zod/mini'
import { signedIn } from './signed-in-routes.ts'
import { lazyScreen } from './ui/lazy-screen.tsx'

const sms = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/sms',
  component: lazyScreen(() => import('./settings/SmsScreen.tsx'), 'SmsScreen'),
})

const smsTrouble = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/sms/diagnose',
  component: lazyScreen(() => import('./diagnosis/ChannelScreen.tsx'), 'ChannelScreen'),
})

const email = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/email',
  component: lazyScreen(() => import('./email/EmailScreen.tsx'), 'EmailScreen'),
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

const webhooks = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/webhooks',
  component: lazyScreen(() => import('./webhooks/WebhooksScreen.tsx'), 'WebhooksScreen'),
})

const webhook = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/webhooks/$id',
  component: lazyScreen(() => import('./webhooks/WebhookScreen.tsx'), 'WebhookScreen'),
})

const workspace = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/workspace',
  component: lazyScreen(() => import('./workspaces/WorkspaceScreen.tsx'), 'WorkspaceScreen'),
})

const members = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/members',
  component: lazyScreen(() => import('./members/MembersScreen.tsx'), 'MembersScreen'),
})

const sso = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/single-sign-on',
  component: lazyScreen(() => import('./sso/SsoScreen.tsx'), 'SsoScreen'),
})

const scim = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/scim',
  component: lazyScreen(() => import('./scim/ScimScreen.tsx'), 'ScimScreen'),
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

export const settingsRoutes = [
  sms,
  smsTrouble,
  email,
  templates,
  template,
  apiKeys,
  webhooks,
  webhook,
  workspace,
  members,
  sso,
  scim,
  audit,
] as const
