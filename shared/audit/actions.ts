import { type Changes, inClauses, inSeries, inWords, shortId } from './changes.ts'
import { CONSENT_ACTIONS } from './consent-actions.ts'
import { HISTORY_ACTIONS } from './history-actions.ts'
import { OPERATOR_ACTIONS } from './operator-actions.ts'
import { PEOPLE_ACTIONS } from './people-actions.ts'
import { RETENTION_ACTIONS } from './retention-actions.ts'
import { TEMPLATE_ACTIONS } from './template-actions.ts'
import { TRIGGER_ACTIONS } from './trigger-actions.ts'
import { WEBHOOK_ACTIONS } from './webhook-actions.ts'

/** What an entry is told by. */
export interface Told {
  action: string
  target: string
  changes: Changes
  /** The workspace in whose log it stands. */
  within?: string | undefined
}

export interface Words {
  /** By this it is chosen in a filter. */
  title: string
  /** What somebody did, as it follows their name. */
  did: (told: Told) => string
}

const to = ({ changes }: Told, name: string) => inWords(name, changes[name]?.to)
const from = ({ changes }: Told, name: string) => inWords(name, changes[name]?.from)
/** The changes say it; where there are none, something was saved as it was. */
const changed = (thing: string) => (told: Told) => inClauses(told.changes) || `saved ${thing} without a change`
const allowed = ({ changes: { permissions } }: Told) => {
  const count = Array.isArray(permissions?.to) ? permissions.to.length : 0
  return count ? ` with ${count === 1 ? '1 permission' : `${count} permissions`}` : ''
}
/** Where it may be any of them: in the installation's log. */
const named = (told: Told) => (told.changes.name ? ` ${from(told, 'name')}` : '')
/** By its name where it is known; in its own log there is no other. */
const theWorkspace = (told: Told) => {
  if (told.target === told.within) return 'the workspace'
  return `the workspace${named(told) || ` ${shortId(told.target)}`}`
}
const itsWorkspace = ({ changes: { workspace }, within }: Told) =>
  typeof workspace?.to === 'string' && workspace.to !== within
    ? `the workspace ${shortId(workspace.to)}`
    : 'the workspace'
const itsReplies = ({ changes: { replies_of } }: Told) =>
  replies_of ? `the replies of ${inWords('sender', replies_of.to)}` : 'replies'
const exactly = (text: string) => () => text

/** All that is ever recorded. An action without words here does not pass the type of `recordChange`. */
export const ACTIONS = {
  'api_key.created': {
    title: 'API key made',
    did: (told) => `made the API key ${to(told, 'name')}${allowed(told)}`,
  },
  'api_key.deleted': { title: 'API key revoked', did: (told) => `revoked the API key ${from(told, 'name')}` },

  'audit.exported': {
    title: 'Audit log exported',
    did: ({ changes: { format, ...filters } }) =>
      `exported the audit log as ${String(format?.to ?? 'a file').toUpperCase()}${only(filters)}`,
  },

  'email_settings.changed': { title: 'Email settings changed', did: changed('the email settings') },

  'installation.audit_heads_changed': {
    title: 'Audit heads changed',
    did: (told) => `changed where the heads of the audit log go: ${inClauses(told.changes)}`,
  },
  'installation.changed': { title: 'Installation changed', did: changed('the installation’s settings') },
  'installation.operator_added': {
    title: 'Operator added',
    did: (told) => `made ${to(told, 'member')} an operator`,
  },
  'installation.operator_removed': {
    title: 'Operator removed',
    did: (told) => `made ${from(told, 'member')} an operator no more`,
  },
  'installation.own_settings_changed': {
    title: 'Own SMS settings allowed or not',
    did: ({ changes: { own_settings_allowed: allowed } }) =>
      allowed?.to ? 'let workspaces save SMS settings of their own' : 'forbade workspaces SMS settings of their own',
  },
  'installation.sending_looked_up': {
    title: 'Sending looked up first',
    did: exactly('had what waits looked up at the provider before sending goes on'),
  },
  'installation.sending_paused': {
    title: 'Sending paused',
    did: ({ changes: { paused, restored_from } }) =>
      paused?.to === 'copied'
        ? 'paused sending, because this is a copy of an installation that last ran elsewhere'
        : `paused sending, because a backup${restored_from?.to ? ` of ${inWords('', restored_from.to)}` : ''} was restored`,
  },
  'installation.sending_released': {
    title: 'Sending released',
    did: (told) => `released sending, which was paused because it was ${from(told, 'paused')}`,
  },
  'installation.set_up': { title: 'Installation set up', did: exactly('set the installation up') },

  'installation_key.given_up': {
    title: 'Old installation key given up',
    did: (told) =>
      `gave up the installation’s old key ${from(told, 'key')}${told.changes.sessions ? ' and signed everybody out' : ''}`,
  },
  'installation_key.replaced': {
    title: 'Installation key replaced',
    did: (told) => `replaced the installation’s key ${from(told, 'key')} by ${to(told, 'key')}`,
  },

  'invitation.role_changed': {
    title: 'Role of an invitation changed',
    did: (told) =>
      `changed the role of the invitation of ${to(told, 'email')} from ${from(told, 'role')} to ${to(told, 'role')}`,
  },
  'invitation.sent_again': {
    title: 'Invitation sent again',
    did: (told) => `sent the invitation of ${to(told, 'email')} again`,
  },
  'invitation.withdrawn': {
    title: 'Invitation withdrawn',
    did: (told) => `withdrew the invitation of ${from(told, 'email')}`,
  },

  'member.invited': {
    title: 'Member invited',
    did: (told) => `invited ${to(told, 'email')} as ${to(told, 'role')}`,
  },
  'member.joined': {
    title: 'Member joined',
    did: (told) => `joined the workspace${told.changes.role ? ` as ${to(told, 'role')}` : ''}`,
  },
  'member.left': { title: 'Member left', did: exactly('left the workspace') },
  'member.password_changed': { title: 'Password changed', did: exactly('changed their password') },
  'member.password_link_made': {
    title: 'Link for a new password made',
    did: (told) => `made a link by which ${to(told, 'member')} sets a new password`,
  },
  'member.password_reset': { title: 'Password set anew', did: exactly('set a new password by a link from a mail') },
  'member.removed': {
    title: 'Member removed',
    did: (told) => `removed ${from(told, 'member')}, who was ${from(told, 'role')}`,
  },
  'member.renamed': { title: 'Name changed', did: changed('their name') },
  'member.role_changed': {
    title: 'Role of a member changed',
    did: (told) => `changed the role of ${to(told, 'member')} from ${from(told, 'role')} to ${to(told, 'role')}`,
  },
  'member.session_ended': {
    title: 'Session ended',
    did: ({ changes: { device } }) => `ended a session of their own${device ? ` (${device.from})` : ''}`,
  },
  'member.sessions_ended': {
    title: 'Signed out everywhere',
    did: ({ changes: { sessions } }) => {
      const ended = Number(sessions?.from ?? 0) - Number(sessions?.to ?? 0)
      const where = sessions?.to === 1 ? 'signed out everywhere else' : 'signed out everywhere'
      return ended ? `${where}: ${ended === 1 ? '1 session' : `${ended} sessions`} ended` : where
    },
  },
  'member.sso_connected': {
    title: 'Single sign-on connected',
    did: (told) => `connected their account with ${to(told, 'issuer')}`,
  },

  'message.decided': {
    title: 'Doubt decided',
    did: ({ target, changes: { decision } }) =>
      `decided about the text ${shortId(target)}: ${decision?.to === 'it_was_sent' ? 'it was sent' : 'send it again'}`,
  },
  'message.sent_again': {
    title: 'Message sent again',
    did: ({ target }) => `sent the message ${shortId(target)} again`,
  },
  'message.sent_by_email': {
    title: 'Text sent by email',
    did: ({ target }) => `sent the text ${shortId(target)} by email`,
  },

  'number.revealed': {
    title: 'Number shown in full',
    did: (told) => `looked at the full number of ${told.changes.number ? to(told, 'number') : shortId(told.target)}`,
  },

  'opt_out.exported': {
    title: 'Opt-outs exported',
    did: ({ changes }) => `exported the opt-outs with their numbers${only(changes)}`,
  },

  'price.changed': {
    title: 'Price changed',
    did: ({ target, changes }) => `${inClauses(changes) || 'saved the price of a segment'} for ${target}`,
  },

  ...CONSENT_ACTIONS,
  ...OPERATOR_ACTIONS,
  ...PEOPLE_ACTIONS,
  ...TEMPLATE_ACTIONS,
  ...TRIGGER_ACTIONS,
  ...WEBHOOK_ACTIONS,
  ...HISTORY_ACTIONS,
  ...RETENTION_ACTIONS,

  'role.changed': { title: 'Role changed', did: changed('a role') },
  'role.created': {
    title: 'Role made',
    did: (told) => `made the role ${to(told, 'name')}${allowed(told)}`,
  },
  'role.deleted': { title: 'Role deleted', did: (told) => `deleted the role ${from(told, 'name')}` },

  'scim_token.created': { title: 'SCIM token made', did: (told) => `made the SCIM token ${to(told, 'name')}` },
  'scim_token.ended': { title: 'SCIM token ended', did: (told) => `ended the SCIM token ${from(told, 'name')}` },

  'sms_pace.changed': { title: 'Pace changed', did: changed('the pace') },
  'sms_replies.pointed': {
    title: 'Replies pointed to Handset',
    did: (told) => `had ${itsReplies(told)} sent to Handset`,
  },
  'sms_replies.put_back': {
    title: 'Replies put back',
    did: (told) => `had ${itsReplies(told)} sent where they went before`,
  },
  'sms_settings.changed': { title: 'SMS settings changed', did: changed('the SMS settings') },
  'sms_settings.disconnected': {
    title: 'SMS disconnected',
    did: (told) => `disconnected ${told.changes.provider ? from(told, 'provider') : 'the provider'}`,
  },
  'sms_settings.previous_token_ended': {
    title: 'Previous Auth Token ended',
    did: exactly('ended the previous Auth Token'),
  },
  'sms_settings.signing_secret_replaced': {
    title: 'Signing secret replaced',
    did: exactly('replaced the signing secret'),
  },

  'spend_cap.changed': { title: 'Spend cap changed', did: changed('the spend cap') },

  'sso.changed': { title: 'Single sign-on changed', did: changed('single sign-on') },
  'sso.removed': {
    title: 'Single sign-on removed',
    did: (told) => `removed single sign-on by ${from(told, 'issuer')}`,
  },
  'sso_domain.confirmation_withdrawn': {
    title: 'Domain no longer confirmed',
    did: (told) => `withdrew that ${told.target} belongs to ${itsWorkspace(told)}`,
  },
  'sso_domain.confirmed': {
    title: 'Domain confirmed',
    did: (told) => `confirmed that ${told.target} belongs to ${itsWorkspace(told)}`,
  },

  'workspace.changed': { title: 'Workspace changed', did: changed('the workspace') },
  'workspace.created': {
    title: 'Workspace made',
    did: (told) => {
      const { name, owner } = told.changes
      return `made the workspace${name ? ` ${to(told, 'name')}` : ''}${owner ? ` for ${to(told, 'owner')}` : ''}`
    },
  },
  'workspace.deletion_marked': {
    title: 'Workspace marked for deletion',
    did: (told) => `marked the workspace${named(told)} for deletion after ${to(told, 'delete_after')}`,
  },
  'workspace.entitlement_changed': {
    title: 'Use of SMS allowed or not',
    did: (told) => `${told.changes.sms_entitled?.to ? 'allowed' : 'forbade'} ${theWorkspace(told)} the use of SMS`,
  },
  'workspace.erased': {
    title: 'Workspace deleted',
    did: (told) => `deleted the workspace ${from(told, 'name')} with everything in it`,
  },
  'workspace.kept': {
    title: 'Workspace kept',
    did: (told) => `kept the workspace${named(told)} that was marked for deletion`,
  },
  'workspace.reactivated': {
    title: 'Workspace reactivated',
    did: (told) => `reactivated ${theWorkspace(told)}`,
  },
  'workspace.suspended': {
    title: 'Workspace suspended',
    did: (told) => `suspended ${theWorkspace(told)}: ${to(told, 'why')}`,
  },
  'workspace.suspension_changed': {
    title: 'Reason of a suspension changed',
    did: (told) => `changed why ${theWorkspace(told)} is suspended: ${to(told, 'why')}`,
  },
} as const satisfies Record<string, Words>

export type AuditAction = keyof typeof ACTIONS

function only(filters: Changes): string {
  const parts = Object.entries(filters).map(([name, { to: value }]) => `${name.replaceAll('_', ' ')} ${value}`)
  return parts.length ? `, only ${inSeries(parts)}` : ''
}
