import type { z } from 'zod'
import type { PreferencesOut, PreferencesPatch } from '../server/alerts/preference-schema.ts'
import type { AuditEntryOut, chainOut, filterQuery, headsOut, headsPatch } from '../server/audit/schema.ts'
import type { ImportOut, OptOutOut, optOutsQuery } from '../server/consent/schema.ts'
import type { healthOut, minutesOut } from '../server/health/schema.ts'
import type { mailOut } from '../server/mail/routes.ts'
import type {
  acceptInput,
  invitationMade,
  invitationOut,
  invitationShown,
  memberOut,
  roleInput,
  roleOut,
} from '../server/members/schema.ts'
import type { countsOut, historyFilter } from '../server/messages/history-schema.ts'
import type { InboundOut, InboundQuery } from '../server/messages/inbound-schema.ts'
import type { paceOut } from '../server/messages/pace-routes.ts'
import type { Decision, DecisionItem, MessageDetail, MessageOut, testSample } from '../server/messages/schema.ts'
import type { QualityKind, QualityOut, qualityPage } from '../server/people/quality/schema.ts'
import type { GroupOut, PersonOut, peoplePage, peopleQuery, personInput, personPatch } from '../server/people/schema.ts'
import type { ReadinessOut } from '../server/readiness/schema.ts'
import type { RepliesOut } from '../server/settings/replies-schema.ts'
import type {
  accountSender,
  Inheritance,
  InheritanceInput,
  SettingsOut,
  SettingsPatch,
  SettingsSaved,
} from '../server/settings/schema.ts'
import type { sessionOut } from '../server/sign-in/schema.ts'
import type { claimOut, ssoInput, ssoOut } from '../server/sign-in/sso-schema.ts'
import type { OwnPhone } from '../server/verification/schema.ts'
import type {
  apiKeyInput,
  apiKeyOut,
  installationPatch,
  installationWithSending,
  MeOut,
  setupInput,
  setupOut,
} from '../server/workspaces/schema.ts'
import type {
  OverseenOut,
  overseePatch,
  WorkspaceOut,
  workspaceInput,
  workspacePatch,
} from '../server/workspaces/workspace-schema.ts'
import { download, open, post, read, v1 } from './ask.ts'
import type { SignInOptions } from './sign-in/refusals.ts'

export type {
  Decision,
  DecisionItem,
  Inheritance,
  MeOut,
  MessageDetail,
  MessageOut,
  OwnPhone,
  ReadinessOut,
  RepliesOut,
  SettingsOut,
  SettingsPatch,
  SettingsSaved,
}
export type Preferences = PreferencesOut
export type Setup = z.infer<typeof setupOut>
export type SetupInput = z.infer<typeof setupInput>
export type AccountSender = z.infer<typeof accountSender>
export type Counts = z.infer<typeof countsOut>
export type TestSample = z.infer<typeof testSample>
export type ApiKey = z.infer<typeof apiKeyOut>
export type ApiKeyInput = z.infer<typeof apiKeyInput>
export type Mail = z.infer<typeof mailOut>
export type Pace = z.infer<typeof paceOut>
export type Member = z.infer<typeof memberOut>
export type Role = z.infer<typeof roleOut>
export type RoleInput = z.infer<typeof roleInput>
export type Invitation = z.infer<typeof invitationOut>
export type InvitationMade = z.infer<typeof invitationMade>
export type InvitationShown = z.infer<typeof invitationShown>
export type AcceptInput = z.input<typeof acceptInput>
export type Session = z.infer<typeof sessionOut>
export type SingleSignOn = z.infer<typeof ssoOut>
export type SingleSignOnInput = z.input<typeof ssoInput>
export type DomainClaim = z.infer<typeof claimOut>
/** What is to be agreed to before a provider signs somebody in to an account that is there already. */
export interface AskedToConnect {
  email: string
  workspace: string
  issuer: string
  signed_in: boolean
  has_password: boolean
}
export type Health = z.infer<typeof healthOut>
export type Minutes = z.infer<typeof minutesOut>
export type Workspace = WorkspaceOut
export type WorkspaceInput = z.input<typeof workspaceInput>
export type WorkspacePatch = z.input<typeof workspacePatch>
export type Overseen = OverseenOut
export type OverseePatch = z.input<typeof overseePatch>
export type WorkspaceState = Overseen['state']
export type Installation = z.infer<typeof installationWithSending>
export type InstallationPatch = z.input<typeof installationPatch>
export type AuditEntry = AuditEntryOut
export type AuditFilter = z.input<typeof filterQuery>
export type AuditChain = z.infer<typeof chainOut>
export type AuditHeads = z.infer<typeof headsOut>
export type AuditHeadsPatch = z.input<typeof headsPatch>
export type Person = PersonOut
export type PersonInList = z.infer<typeof peoplePage>['items'][number]
export type PersonInput = z.input<typeof personInput>
export type PersonPatch = z.input<typeof personPatch>
export type PeopleFilter = Partial<Omit<z.input<typeof peopleQuery>, 'limit' | 'after'>>
export type Group = GroupOut
export type Inbound = InboundOut
export type InboundFilter = Partial<Omit<InboundQuery, 'limit' | 'after'>>
export type OptOut = OptOutOut
export type OptOutFilter = Partial<Omit<z.input<typeof optOutsQuery>, 'limit' | 'after'>>
export type OptOutImport = ImportOut
export type { QualityKind }
export type PhoneQuality = QualityOut
export type QualityPerson = z.infer<typeof qualityPage>['items'][number]
export type ListFilter = z.input<typeof historyFilter>

const once = (key: string) => ({ 'idempotency-key': key })

/** All that the console asks of the server. Every answer that is not ok is thrown as an {@link ApiProblem}. */
export const api = {
  setup: (token?: string) => read(v1.setup.$get({ header: token ? { 'setup-token': token } : {} })),
  finishSetup: (json: SetupInput) => read(v1.setup.$post({ json })),
  signIn: (email: string, password: string) => post('/auth/sign-in/email', { email, password }),
  signOut: () => post('/auth/sign-out', {}),
  /** What the domain of an address asks for, and whether mail can be sent. */
  signInOptions: (email?: string) => post<SignInOptions>('/auth/options', { email }),
  beginSingleSignOn: (email: string, to: string) => post<{ url: string }>('/auth/sso/start', { email, to }),
  askedToConnect: (token: string) => post<AskedToConnect>('/auth/sso/asked', { token }),
  agreeToConnect: (token: string, password?: string) => post<{ to: string }>('/auth/sso/agree', { token, password }),
  forgotPassword: (email: string) => post('/auth/forgot', { email }),
  resetPassword: (token: string, password: string) => post('/auth/reset', { token, password }),
  changePassword: (body: { currentPassword: string; newPassword: string }) => post('/auth/change-password', body),
  rename: (name: string) => read(v1.me.$patch({ json: { name } })),
  ownPhone: () => read(v1.me.phone.$get()),
  sendOwnCode: (number: string) => read(v1.me.phone.$post({ json: { number } })),
  sendCodeAgain: () => read(v1.me.phone.$post({ json: {} })),
  confirmOwnPhone: (code: string) => read(v1.me.phone.confirm.$post({ json: { code } })),
  switchOwnTexts: (sms_on: boolean) => read(v1.me.phone.$patch({ json: { sms_on } })),
  removeOwnPhone: () => read(v1.me.phone.$delete()),
  preferences: () => read(v1.me.preferences.$get()),
  choose: (events: PreferencesPatch['events']) => read(v1.me.preferences.$patch({ json: { events } })),
  resumeMails: () => read(v1.me.preferences.$patch({ json: { events: {}, mail_stopped: false } })),
  preferencesOf: (id: string) => read(v1.people[':id'].preferences.$get({ param: { id } })),
  sessions: () => read(v1.sessions.$get()),
  endSession: (id: string) => read(v1.sessions[':id'].$delete({ param: { id } })),
  endOtherSessions: () => read(v1.sessions.$delete()),
  signInMethods: () => read(v1['sign-in-methods'].$get()),
  singleSignOn: () => read(v1.sso.$get()),
  saveSingleSignOn: (json: SingleSignOnInput) => read(v1.sso.$put({ json })),
  removeSingleSignOn: () => read(v1.sso.$delete()),
  domainClaims: (after?: string) => read(v1.installation.domains.$get({ query: after ? { after } : {} })),
  decideDomain: (workspace: string, domain: string, confirmed: boolean) =>
    read(v1.installation.domains[':workspace'][':domain'].$put({ param: { workspace, domain }, json: { confirmed } })),
  me: () => read(v1.me.$get()),

  workspace: () => read(v1.workspace.$get()),
  makeWorkspace: (json: WorkspaceInput) => read(v1.workspaces.$post({ json, header: {} })),
  changeWorkspace: (json: WorkspacePatch) => read(v1.workspace.$patch({ json })),
  deleteWorkspace: (slug: string) => read(v1.workspace.$delete({ json: { slug } })),
  keepWorkspace: () => read(v1.workspace.keep.$post()),
  workspaces: (query: { search?: string; state?: WorkspaceState }, after?: string) =>
    read(v1.installation.workspaces.$get({ query: { ...query, ...(after && { after }) } })),
  overseeWorkspace: (id: string, json: OverseePatch) =>
    read(v1.installation.workspaces[':id'].$patch({ param: { id }, json })),

  settings: () => read(v1.sms.settings.$get()),
  saveSettings: (json: SettingsPatch) => read(v1.sms.settings.$patch({ json })),
  disconnect: (putBack = false) => read(v1.sms.settings.$delete({ query: putBack ? { put_back: 'true' } : {} })),
  replies: () => read(v1.sms.replies.$get()),
  pointReplies: (senders: { id: string; version: string }[]) => read(v1.sms.replies.point.$post({ json: { senders } })),
  putRepliesBack: (senders: { id: string }[]) => read(v1.sms.replies['put-back'].$post({ json: { senders } })),
  changes: () => read(v1.sms.settings.changes.$get()),
  endPreviousToken: () => read(v1.sms.settings['previous-token'].$delete()),
  newSigningSecret: () => read(v1.sms.settings['signing-secret'].$post()),
  senders: () => read(v1.sms.senders.$get()),
  pace: () => read(v1.sms.pace.$get()),
  setPace: (segments_per_second: number | null) => read(v1.sms.pace.$put({ json: { segments_per_second } })),
  readiness: () => read(v1.sms.readiness.$get()),
  checkReadiness: () => read(v1.sms.readiness.check.$post()),
  testSample: () => read(v1.sms.test.$get()),
  /** The same key again is the same test, not a second text. */
  sendTest: (to: string, key: string) => read(v1.sms.test.$post({ json: { to }, header: once(key) })),

  messages: (filter: ListFilter, after?: string) =>
    read(v1.messages.$get({ query: { ...filter, ...(after && { after }) } })),
  counts: (query: ListFilter) => read(v1.messages.counts.$get({ query })),
  message: (id: string) => read(v1.messages[':id'].$get({ param: { id } })),
  reveal: (id: string) => read(v1.messages[':id'].reveal.$post({ param: { id } })),
  /** Without a key of its own: the server takes repeats of it for the same. */
  sendAgain: (id: string) => read(v1.messages[':id'].retry.$post({ param: { id }, header: {} })),
  sendByEmail: (id: string) => read(v1.messages[':id'].email.$post({ param: { id }, header: {} })),
  decisions: (after?: string) => read(v1.decisions.$get({ query: after ? { after } : {} })),
  decide: (id: string, decision: Decision) =>
    read(v1.messages[':id'].decision.$post({ param: { id }, json: { decision } })),
  lookup: (number: string) => read(v1.numbers.lookup.$post({ json: { number } })),

  inbound: (filter: InboundFilter, after?: string) =>
    read(v1.inbound.$get({ query: { ...filter, ...(after && { after }) } })),
  inboundText: (id: string) => read(v1.inbound[':id'].$get({ param: { id } })),
  reviewInbound: (id: string, decision: 'stop' | 'not_stop') =>
    read(v1.inbound[':id'].review.$post({ param: { id }, json: { decision } })),
  revealSender: (id: string) => read(v1.inbound[':id'].reveal.$post({ param: { id } })),
  optOuts: (filter: OptOutFilter, after?: string) =>
    read(v1['opt-outs'].$get({ query: { ...filter, ...(after && { after }) } })),
  liftOptOut: (handle: string) => read(v1['opt-outs'][':handle'].$delete({ param: { handle } })),
  revealOptOut: (handle: string) => read(v1['opt-outs'][':handle'].reveal.$post({ param: { handle } })),
  importOptOuts: (file: string, name: string, dry_run: boolean) =>
    read(v1['opt-outs'].import.$post({ json: { file, name, dry_run } })),
  exportOptOuts: (query: OptOutFilter) => download(v1['opt-outs'].export.$get({ query })),
  /** Whether it was news: a number that was stopped already stays as it was. */
  stopNumber: async (number: string, note: string) => {
    let isNew = false
    const asked = v1['opt-outs'].$post({ json: { number, ...(note && { note }) }, header: {} })
    const optOut = await read(
      asked.then((answer) => {
        isNew = answer.status === 201
        return answer
      }),
    )
    return { optOut, isNew }
  },

  people: (filter: PeopleFilter, after?: string) =>
    read(v1.people.$get({ query: { ...filter, ...(after && { after }) } })),
  person: (id: string) => read(v1.people[':id'].$get({ param: { id } })),
  addPerson: (json: PersonInput) => read(v1.people.$post({ json, header: {} })),
  changePerson: (id: string, json: PersonPatch) => read(v1.people[':id'].$patch({ param: { id }, json })),
  erasePerson: (id: string) => read(v1.people[':id'].$delete({ param: { id } })),
  revealPhones: (id: string) => read(v1.people[':id'].reveal.$post({ param: { id } })),
  phoneQuality: () => read(v1['phone-quality'].$get()),
  phoneQualityPeople: (kind: QualityKind, after?: string) =>
    read(v1['phone-quality'].people.$get({ query: { kind, ...(after && { after }) } })),
  exportPhoneQuality: (kind: QualityKind) => download(v1['phone-quality'].export.$get({ query: { kind } })),
  groups: (after?: string) => read(v1.groups.$get({ query: { limit: '200', ...(after && { after }) } })),
  makeGroup: (name: string) => read(v1.groups.$post({ json: { name }, header: {} })),
  renameGroup: (id: string, name: string) => read(v1.groups[':id'].$patch({ param: { id }, json: { name } })),
  deleteGroup: (id: string) => read(v1.groups[':id'].$delete({ param: { id } })),

  apiKeys: (after?: string) => read(v1['api-keys'].$get({ query: after ? { after } : {} })),
  makeApiKey: (json: ApiKeyInput) => read(v1['api-keys'].$post({ json, header: {} })),
  members: (after?: string) => read(v1.members.$get({ query: { limit: '100', ...(after && { after }) } })),
  giveRole: (id: string, role: string) => read(v1.members[':id'].$patch({ param: { id }, json: { role } })),
  removeMember: (id: string) => read(v1.members[':id'].$delete({ param: { id } })),
  invitations: (after?: string) => read(v1.invitations.$get({ query: { limit: '100', ...(after && { after }) } })),
  invite: (email: string, role: string) => read(v1.invitations.$post({ json: { email, role }, header: {} })),
  inviteAgain: (id: string) => read(v1.invitations[':id'].resend.$post({ param: { id } })),
  withdrawInvitation: (id: string) => read(v1.invitations[':id'].$delete({ param: { id } })),
  invitation: (token: string) => read(open.invitation.$get({ header: { 'invitation-token': token } })),
  acceptInvitation: (json: AcceptInput) => read(open.invitation.accept.$post({ json })),
  roles: () => read(v1.roles.$get()),
  makeRole: (json: RoleInput) => read(v1.roles.$post({ json, header: {} })),
  changeRole: (id: string, json: RoleInput) => read(v1.roles[':id'].$patch({ param: { id }, json })),
  /** Those who have it become Members when `move` is true; otherwise one in use is not deleted. */
  deleteRole: (id: string, move: boolean) =>
    read(v1.roles[':id'].$delete({ param: { id }, query: move ? { move: 'member' } : {} })),

  installation: () => read(v1.installation.$get()),
  changeInstallation: (json: InstallationPatch) => read(v1.installation.$patch({ json })),
  inheritance: () => read(v1.installation.sms.$get()),
  setInheritance: (json: InheritanceInput) => read(v1.installation.sms.$put({ json })),
  releaseSending: (json: { force?: boolean; other_ran?: boolean }) =>
    read(v1.installation.sending.release.$post({ json: { force: false, ...json } })),
  testMail: (to: string) => read(v1.installation.mail.test.$post({ json: { to } })),
  mails: () => read(v1.installation.mails.$get({ query: { limit: '20' } })),
  audit: (filter: AuditFilter, after?: string) =>
    read(v1.audit.$get({ query: { ...filter, ...(after && { after }) } })),
  auditActions: () => read(v1.audit.actions.$get()),
  auditActors: () => read(v1.audit.actors.$get()),
  auditChain: () => read(v1.audit.chain.$get()),
  exportAudit: (filter: AuditFilter, format: 'csv' | 'json') =>
    download(v1.audit.export.$get({ query: { ...filter, format } })),
  auditHeads: () => read(v1.installation['audit-heads'].$get()),
  changeAuditHeads: (json: AuditHeadsPatch) => read(v1.installation['audit-heads'].$patch({ json })),
  testAuditHeads: () => read(v1.installation['audit-heads'].test.$post()),
  health: () => read(v1.health.$get()),
  healthMinutes: (hours: number) => read(v1.health.minutes.$get({ query: { hours: String(hours) } })),

  revokeApiKey: (id: string) => read(v1['api-keys'][':id'].$delete({ param: { id } })),
}
