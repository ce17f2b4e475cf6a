import { changeOf, ITEM, WHO, WITH_ITEM } from './catalog-phrases.ts'
import type { CatalogTemplate } from './wording.ts'

/** What was written goes by email alone: texts hold the item, the change and the link (spec A97). */
const SAID = '{% if after.comment %}:\n\n> {{ after.comment | truncate: 600 }}{% else %}.{% endif %}'

export const DISCUSSION_TEMPLATES = {
  comment_added: {
    name: 'Comment added',
    about: 'Somebody wrote a comment.',
    events: ['comment_added'],
    subject: `${WITH_ITEM} new comment{% if actor.name %} by {{ actor.name }}{% endif %}`,
    body: `${WHO} wrote about ${ITEM}${SAID}`,
    sms: 'new comment{% if actor.name %} by {{ actor.name }}{% endif %}',
    sample: { after: { comment: 'The redirect drops the query string.\nI can reproduce it on staging.' } },
  },
  reply_added: {
    name: 'Reply added',
    about: 'Somebody answered a comment.',
    events: ['comment_added'],
    subject: `${WITH_ITEM} new reply{% if actor.name %} by {{ actor.name }}{% endif %}`,
    body: `${WHO} answered in ${ITEM}${SAID}`,
    sms: 'new reply{% if actor.name %} by {{ actor.name }}{% endif %}',
    sample: { after: { comment: 'Seen. The fix is in review.' } },
  },
  mentioned: {
    name: 'Mentioned',
    about: 'Somebody was named in a description or a comment.',
    events: ['mentioned'],
    subject: `${WITH_ITEM} ${WHO} mentioned you`,
    body: `${WHO} mentioned you in ${ITEM}${SAID}`,
    sms: '{{ actor.name | default: "somebody" }} mentioned you',
    sample: { after: { comment: 'Can you look at the redirect before we ship?' } },
  },
} as const satisfies Record<string, CatalogTemplate>

export const PLANNING_TEMPLATES = {
  cycle_changed: {
    name: 'Cycle changed',
    about: 'An issue was put into a cycle or taken out.',
    events: ['cycle_changed'],
    subject: `${WITH_ITEM} {% if after.cycle %}moved to {{ after.cycle }}{% elsif before.cycle %}taken out of {{ before.cycle }}{% else %}cycle changed{% endif %}`,
    body: `${WHO} changed the cycle of ${ITEM}.\n\n${changeOf('cycle')}`,
    sms: '{% if after.cycle %}moved to {{ after.cycle }}{% elsif before.cycle %}taken out of {{ before.cycle }}{% else %}cycle changed{% endif %}',
    sample: { before: { cycle: 'Cycle 11' }, after: { cycle: 'Cycle 12' } },
  },
  module_changed: {
    name: 'Module changed',
    about: 'An issue was put into a module or taken out.',
    events: ['module_changed'],
    subject: `${WITH_ITEM} {% if after.module %}moved to {{ after.module }}{% elsif before.module %}taken out of {{ before.module }}{% else %}module changed{% endif %}`,
    body: `${WHO} changed the module of ${ITEM}.\n\n${changeOf('module')}`,
    sms: '{% if after.module %}moved to {{ after.module }}{% elsif before.module %}taken out of {{ before.module }}{% else %}module changed{% endif %}',
    sample: { before: { module: null }, after: { module: 'Sign-in' } },
  },
} as const satisfies Record<string, CatalogTemplate>
