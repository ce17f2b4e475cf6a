// Made from the migrations by scripts/tables.ts. Not to be edited.
import type { ColumnType, Generated } from 'kysely'

export type Json = ColumnType<unknown, string, string>
export type DefaultedJson = ColumnType<unknown, string | undefined, string>

export interface ApiKeys {
  workspace_id: string
  id: string
  name: string
  prefix: string
  secret_hash: Buffer
  permissions: string[]
  expires_at: Date | null
  last_used_at: Date | null
  created_by: string
  created_at: Generated<Date>
  made_by: string | null
}

export interface Attempts {
  workspace_id: string
  message_id: string
  n: number
  state: string
  token: string
  worker: string
  connection_id: string
  provider: string
  provider_account: string | null
  provider_sid: string | null
  provider_status: string | null
  status_rank: Generated<number>
  http_status: number | null
  error_code: number | null
  detail: string | null
  reserved_micros: number
  spend_day: string
  started_at: Generated<Date>
  deadline_at: Date
  ended_at: Date | null
  ask_at: Date | null
  asked: Generated<number>
  sender: string | null
  redirected_sealed: Buffer | null
  callback_given: Generated<boolean>
  looks: Generated<number>
  misses: Generated<number>
  look_at: Date | null
  undecided: string | null
  undecided_at: Date | null
  resolved_by: string | null
  resolved_by_name: string | null
  resolved_at: Date | null
  doubled_at: Date | null
  inherited: Generated<boolean>
}

export interface AuditChain {
  workspace_id: string
  seq: number
  entry_id: string
  hash: Buffer
  chained_at: Generated<Date>
}

export interface AuditEntries {
  workspace_id: string
  id: string
  at: Generated<Date>
  actor_kind: string
  actor_id: string
  actor_name: string
  action: string
  target: string
  changes: DefaultedJson
  from_address: string | null
}

export interface AuditHeads {
  singleton: Generated<boolean>
  channel: string | null
  destination: string | null
  secret_sealed: Buffer | null
  chosen_at: Generated<Date>
  every_minutes: Generated<number>
  due_at: Generated<Date>
  taken_until: Generated<Date>
  sent_at: Date | null
  tries: Generated<number>
  trouble: string | null
  trouble_since: Date | null
}

export interface AuditHeadsSent {
  workspace_id: string
  seq: number
  sent_at: Generated<Date>
}

export interface AuditUnchained {
  workspace_id: string
  at: Date
  entry_id: string
}

export interface AuthAccounts {
  id: string
  user_id: string
  account_id: string
  provider_id: string
  access_token: string | null
  refresh_token: string | null
  id_token: string | null
  access_token_expires_at: Date | null
  refresh_token_expires_at: Date | null
  scope: string | null
  password: string | null
  created_at: Generated<Date>
  updated_at: Generated<Date>
}

export interface AuthEndedSessions {
  token_hash: Buffer
  why: string
  until: Date
}

export interface AuthRateLimits {
  id: string
  key: string
  count: number
  last_request: number
}

export interface AuthSessions {
  id: string
  user_id: string
  token: string
  expires_at: Date
  ip_address: string | null
  user_agent: string | null
  created_at: Generated<Date>
  updated_at: Generated<Date>
  seen_at: Generated<Date>
  sso_workspace_id: string | null
  sso_issuer: string | null
  sso_subject: string | null
  sso_sid: string | null
}

export interface AuthUsers {
  id: string
  name: string
  email: string
  email_verified: Generated<boolean>
  image: string | null
  operator: Generated<boolean>
  created_at: Generated<Date>
  updated_at: Generated<Date>
}

export interface AuthVerifications {
  id: string
  identifier: string
  value: string
  expires_at: Date
  created_at: Generated<Date>
  updated_at: Generated<Date>
}

export interface Codes {
  workspace_id: string
  purpose: string
  subject: string
  number_hash: Buffer
  number_sealed: Buffer
  code_hash: Buffer
  tries: Generated<number>
  sends: Generated<number>
  sent_at: Generated<Date>
  resend_at: Date
  expires_at: Date
  used_at: Date | null
  wording: string | null
}

export interface Connections {
  workspace_id: string
  id: string
  provider: string
  account_sid: string | null
  account_name: string | null
  account_kind: Generated<string>
  credentials_kind: string | null
  api_key_sid: string | null
  secrets_sealed: Buffer | null
  secrets_set: DefaultedJson
  previous_token_sealed: Buffer | null
  previous_token_until: Date | null
  webhook_url_sealed: Buffer | null
  drops_repeats: Generated<boolean>
  checked_at: Date | null
  check_problem: Json | null
  changed_at: Generated<Date>
  changed_by: string | null
  replies_looked_at: Date | null
  replies_trouble: string | null
  replies_poll_at: Date | null
  replies_polled_to: Date | null
}

export interface DueDates {
  workspace_id: string
  entity_type: string
  entity_id: string
  due: string | null
  due_as_of: Date
  learned_at: Date
  over: string | null
  over_as_of: Date | null
  said_in: Json
  passed_by: string | null
  passed_event_id: string | null
  relook: Generated<boolean>
  next_at: Date | null
  failures: Generated<number>
}

export interface DueRechecks {
  workspace_id: string
  begins_at: Date
  after_type: Generated<string>
  after_id: Generated<string>
}

export interface EmailSettings {
  workspace_id: string
  redirect_sealed: Buffer | null
  redirect_enabled: Generated<boolean>
  redirect_since: Date | null
  redirect_by: string | null
  redirect_until: Date | null
}

export interface Erasures {
  workspace_id: string
  person_id: string
  numbers: Buffer[]
  own: Buffer[]
  salt: Buffer
  sought_sealed: Buffer
  looked_for_at: Date | null
  texts: Generated<number>
  replies: Generated<number>
  marked_at: Generated<Date>
  look_at: Generated<Date>
  events_after: Generated<string>
  notices: Generated<number>
  events: Generated<number>
}

export interface EventQueue {
  workspace_id: string
  id: string
  due_at: Generated<Date>
  failures: Generated<number>
}

export interface EventTypes {
  workspace_id: string
  type: string
  name: string
  about: Generated<string>
  created_at: Generated<Date>
  category: Generated<string>
  sample: DefaultedJson
  template: string | null
}

export interface Events {
  workspace_id: string
  id: string
  external_id: string | null
  known_by: string | null
  content_hash: Buffer | null
  type: string
  entity_type: string
  entity_id: string
  payload_sealed: Buffer
  made_by_kind: string
  made_by_id: string
  made_by_name: string
  occurred_at: Date
  received_at: Generated<Date>
  outcome: Generated<string>
  decision: Json | null
  trouble: string | null
  processed_at: Date | null
}

export interface FormerKeys {
  key_check: Buffer
  replaced_at: Generated<Date>
  done_at: Date | null
  data_keys: Generated<boolean>
}

export interface FormerNumbers {
  workspace_id: string
  person_id: string
  number_hash: Buffer
}

export interface GroupPeople {
  workspace_id: string
  group_id: string
  person_id: string
}

export interface Groups {
  workspace_id: string
  id: string
  name: string
  external_id: string | null
  created_at: Generated<Date>
}

export interface HealthMinutes {
  minute: Date
  waiting: number
  oldest_due_seconds: number
  in_doubt: number
  accepted: Generated<number>
  rejected: Generated<number>
  not_sent: Generated<number>
  unknown: Generated<number>
  by_callback: Generated<number>
  by_listing: Generated<number>
  by_person: Generated<number>
  doubles: Generated<number>
  called_back: Generated<number>
  asked: Generated<number>
  refused: Generated<number>
  waits: Generated<number[]>
  transactions: Generated<number[]>
}

export interface IdempotencyKeys {
  workspace_id: string
  key: string
  request_hash: Buffer
  status: number | null
  response: Json | null
  created_at: Generated<Date>
}

export interface ImportChunks {
  workspace_id: string
  import_id: string
  upload: string
  n: number
  sealed: Buffer
}

export interface ImportManagers {
  workspace_id: string
  import_id: string
  line: number
  person_id: string
  manager: string
}

export interface ImportProblems {
  workspace_id: string
  import_id: string
  run: string
  line: number
  kind: string
  named: string | null
  other_line: number | null
}

export interface Imports {
  workspace_id: string
  id: string
  state: Generated<string>
  file_name: string
  upload: string | null
  size_bytes: number | null
  encoding: string | null
  delimiter: string | null
  has_header: boolean | null
  columns: DefaultedJson
  rows: number | null
  rows_done: Generated<number>
  counts: DefaultedJson
  checked: Json | null
  trouble: string | null
  lease: string | null
  leased_until: Date | null
  tries: Generated<number>
  by_kind: string
  by_id: string
  by_name: string
  by_address: string | null
  created_at: Generated<Date>
  started_at: Date | null
  finished_at: Date | null
  consent: Json | null
}

export interface InboundTexts {
  workspace_id: string
  id: string
  provider: string
  provider_account: string
  provider_sid: string
  from_hash: Buffer
  from_sealed: Buffer
  sent_to: string
  body_sealed: Buffer
  reading: string
  language: string | null
  effect: string | null
  answered_by: string | null
  proof: string
  decision: string | null
  decided_by: string | null
  decided_at: Date | null
  received_at: Generated<Date>
}

export interface InboxItems {
  workspace_id: string
  person_id: string
  message_id: string
  read_at: Date | null
  archived_at: Date | null
}

export interface InheritedChannel {
  singleton: Generated<boolean>
  connected: Generated<boolean>
  has_sender: Generated<boolean>
  enabled: Generated<boolean>
  switched_off: Generated<boolean>
  own_settings_allowed: Generated<boolean>
  provider: string | null
  answers_to: string | null
  opt_outs_everywhere: Generated<boolean>
  daily_cap_micros: number | null
}

export interface Installation {
  singleton: Generated<boolean>
  key_check: Buffer
  pepper: Buffer
  setup_token_hash: Buffer | null
  set_up_at: Date | null
  public_url: string | null
  mail_sealed: Buffer | null
  mail_from: string | null
  mail_checked_at: Date | null
  created_at: Generated<Date>
  sending_paused_since: Date | null
  sending_paused_why: string | null
  restored_from: Date | null
  doubted_at: Date | null
  place: string | null
  marker: string | null
  new_workspaces: Generated<string>
  workspaces_per_person: Generated<number>
  deletion_grace_days: Generated<number>
  access_contact: string | null
  next_key_check: Buffer | null
  sign_in_secret_sealed: Buffer | null
  data_keys_at: Date | null
}

export interface Invitations {
  workspace_id: string
  id: string
  email: string
  role: string
  token_hash: Buffer
  mailed: boolean
  invited_by: string
  invited_by_name: string
  created_at: Generated<Date>
  sent_at: Generated<Date>
  expires_at: Date
  vouched_by: string
}

export interface KeyHolders {
  id: string
  host: string
  pid: number
  knows: string[]
  seen_at: Generated<Date>
}

export interface Lanes {
  workspace_id: string
  lane: string
  class_rank: number
  opens_at: Generated<Date>
  awake: Generated<boolean>
  account: Generated<string>
  sender: Generated<string>
}

export interface Links {
  workspace_id: string
  code: string
  target: string
  group_id: string
  person_id: string | null
  created_at: Generated<Date>
  expires_at: Date
  clicks: Generated<number>
  first_click_at: Date | null
  last_click_at: Date | null
}

export interface Mails {
  id: string
  recipient: string
  subject: string
  text_sealed: Buffer | null
  state: Generated<string>
  tries: Generated<number>
  due_at: Generated<Date>
  not_after: Date
  trouble: string | null
  created_at: Generated<Date>
  kind: Generated<string>
}

export interface MemberTurns {
  workspace_id: string
  invited_on: Generated<string>
  invited: Generated<number>
}

export interface Members {
  workspace_id: string
  user_id: string
  role: string
  created_at: Generated<Date>
}

export interface MessageMails {
  workspace_id: string
  message_id: string
  state: Generated<string>
  tries: Generated<number>
  due_at: Generated<Date>
  not_after: Date
}

export interface Messages {
  workspace_id: string
  id: string
  channel: Generated<string>
  class: string
  status: string
  skip_reason: string | null
  lane: string
  group_id: string | null
  dedupe_key: string | null
  to_hash: Buffer | null
  to_sealed: Buffer | null
  to_country: string | null
  redirected_sealed: Buffer | null
  redirected_at: Date | null
  body_sealed: Buffer | null
  encoding: string | null
  segments: number
  event_type: string
  occurred_at: Date
  url: string | null
  vouched_by: string
  made_by_kind: string
  made_by_id: string
  made_by_name: string
  idempotency_key: string | null
  retry_of: string | null
  retried_as: string | null
  cost_micros: number
  price_micros: number | null
  currency: string
  due_at: Generated<Date>
  not_after: Date
  tries: Generated<number>
  provider: string | null
  sent_from: string | null
  provider_sid: string | null
  error_code: number | null
  error_class: string | null
  error_text: string | null
  created_at: Generated<Date>
  sent_at: Date | null
  finished_at: Date | null
  filed: Generated<string>
  failures: Generated<number>
  person_id: string | null
  event_id: string | null
  trigger_id: string | null
  template: string | null
  instead_of: string | null
  urgent: Generated<boolean>
  fell_to: string | null
  instead_by: string | null
  capped_above: boolean | null
}

export interface OptIns {
  workspace_id: string
  id: string
  number_hash: Buffer
  person_id: string | null
  source: string
  wording: string
  wording_version: string
  from_address: string | null
  at: Generated<Date>
  said_at: Date | null
  origin: string | null
  by_name: string | null
}

export interface OptOutLinks {
  workspace_id: string
  code_hash: Buffer
  number_hash: Buffer
  message_id: string
  created_at: Generated<Date>
  expires_at: Date
}

export interface OptOuts {
  workspace_id: string
  number_hash: Buffer
  number_sealed: Buffer | null
  source: string
  note: string | null
  created_by: string | null
  created_at: Generated<Date>
  scope: Generated<string>
  inbound_id: string | null
  message_id: string | null
  from_address: string | null
}

export interface Paces {
  account: string
  sender: string
  segments_per_second: number | null
  next_at: Generated<Date>
  changed_at: Generated<Date>
}

export interface PersonWords {
  workspace_id: string
  person_id: string
  word: string
}

export interface Persons {
  workspace_id: string
  id: string
  external_id: string | null
  first_name: Generated<string>
  last_name: Generated<string>
  email: string | null
  email_key: Generated<string | null>
  language: string | null
  time_zone: string | null
  manager_id: string | null
  fields: DefaultedJson
  active: Generated<boolean>
  user_id: string | null
  phone_source: string | null
  reach: Generated<string>
  created_at: Generated<Date>
  updated_at: Generated<Date>
  sms_on: Generated<boolean>
  words: Generated<string>
}

export interface PhoneQuality {
  workspace_id: string
  asked_at: Generated<Date>
  counted_at: Date | null
  took_ms: number | null
  figures: Json | null
}

export interface Phones {
  workspace_id: string
  person_id: string
  source: string
  number_hash: Buffer | null
  number_sealed: Buffer
  country: string | null
  kind: string | null
  problem: string | null
  verified_at: Date | null
  given_at: Generated<Date>
}

export interface Preferences {
  workspace_id: string
  person_id: string
  choices: DefaultedJson
  changed_at: Generated<Date>
  mail_stopped: DefaultedJson
}

export interface Prices {
  country: string
  micros_per_segment: number
  currency: Generated<string>
  sample: Generated<boolean>
  updated_at: Generated<Date>
}

export interface Queue {
  workspace_id: string
  id: string
  lane: string
  segments: number
  due_at: Date
  not_after: Date
  crashes: Generated<number>
}

export interface Receipts {
  workspace_id: string
  message_id: string
  n: number
  status: string
  rank: number
  error_code: number | null
  source: string
  proof: string
  repeats: Generated<number>
  received_at: Generated<Date>
}

export interface RefusedCallbacks {
  workspace_id: string
  hour: Date
  count: Generated<number>
}

export interface ReplyRoutes {
  workspace_id: string
  connection_id: string
  sid: string
  kind: string
  value: string
  name: string | null
  numbers: string[]
  goes: string
  application: string | null
  setting_sealed: Buffer | null
  shared: Generated<boolean>
  in_use: Generated<boolean>
  before_sealed: Buffer | null
  pointed_at: Date | null
  pointed_by: string | null
}

export interface Retention {
  workspace_id: string
  days: number | null
  next_at: Generated<Date>
  run_days: number | null
  through: Date | null
  started_at: Date | null
  step: string | null
  after_id: Generated<string>
  counts: DefaultedJson
  totals: DefaultedJson
}

export interface RetentionRuns {
  workspace_id: string
  id: string
  days: number
  through: Date
  counts: Json
  stays: Json
  nothing_older: boolean
  started_at: Date
  checked_at: Generated<Date>
}

export interface Roles {
  workspace_id: string
  id: string
  name: string
  permissions: string[]
  created_at: Generated<Date>
  changed_at: Generated<Date>
}

export interface ScimTokens {
  workspace_id: string
  id: string
  name: string
  ending: string
  secret_hash: Buffer
  expires_at: Date | null
  last_used_at: Date | null
  created_by: string
  created_at: Generated<Date>
}

export interface ScimUsers {
  workspace_id: string
  person_id: string
  user_name: string
  external_id: string | null
  display_name: string | null
  email: string | null
  active: boolean
  resource_sealed: Buffer
  awaited_manager: string | null
  created_at: Generated<Date>
  updated_at: Generated<Date>
}

export interface Senders {
  workspace_id: string
  id: string
  connection_id: string
  kind: string
  value: string
  name: string | null
  country: string | null
  is_default: Generated<boolean>
  created_at: Generated<Date>
}

export interface SmsFailings {
  workspace_id: string
  cause: string
  inherited: boolean
  told_at: Generated<Date>
}

export interface SmsSettings {
  workspace_id: string
  connection_id: string | null
  enabled: Generated<boolean>
  organization_number: string | null
  name_in_texts: string | null
  redirect_sealed: Buffer | null
  redirect_enabled: Generated<boolean>
  redirect_until: Date | null
  redirect_since: Date | null
  redirect_by: string | null
  waiting: string | null
  waiting_code: number | null
  waiting_since: Date | null
  waiting_next_look_at: Date | null
  revision: Generated<number>
  enabled_at: Date | null
  enabled_by: string | null
  changed_at: Generated<Date>
  changed_by: string | null
  waiting_told: Date | null
  help_text: string | null
  help_too: Generated<boolean>
  allowed_countries: Generated<string[]>
  titles_in_texts: Generated<boolean>
  alert_segments: Generated<number>
}

export interface SpendCaps {
  workspace_id: string
  daily_micros: number
  changed_at: Generated<Date>
  changed_by: string | null
}

export interface SpendDays {
  workspace_id: string
  day: string
  committed_micros: Generated<number>
  segments: Generated<number>
  inherited_micros: Generated<number>
}

export interface SsoConnections {
  workspace_id: string
  issuer: string
  client_id: string
  client_secret_sealed: Buffer
  client_secret_at: Generated<Date>
  client_secret_by: string
  role: string
  required: Generated<boolean>
  accept_unsaid: Generated<boolean>
  changed_at: Generated<Date>
}

export interface SsoDomains {
  workspace_id: string
  domain: string
  claimed_at: Generated<Date>
  confirmed_at: Date | null
  confirmed_by: string | null
}

export interface StatisticsDays {
  workspace_id: string
  dimension: string
  day: string
  value: string[]
  channel: string[]
  class: string[]
  event_type: string[]
  currency: string[]
  messages: number[]
  pending: number[]
  sent: number[]
  delivered: number[]
  failed: number[]
  skipped: number[]
  segments: number[]
  estimated_micros: number[]
  billed_micros: number[]
  cost_micros: number[]
}

export interface StatisticsQuarters {
  workspace_id: string
  dimension: string
  quarter: Date
  value: string[]
  channel: string[]
  class: string[]
  event_type: string[]
  currency: string[]
  messages: number[]
  pending: number[]
  sent: number[]
  delivered: number[]
  failed: number[]
  skipped: number[]
  segments: number[]
  estimated_micros: number[]
  billed_micros: number[]
  cost_micros: number[]
}

export interface StatisticsState {
  workspace_id: string
  time_zone: string
  floor: Generated<Date>
  fill_before: Date | null
  as_of: Generated<Date>
  next_at: Generated<Date>
}

export interface StatisticsTouched {
  workspace_id: string
  slice: string
  xact: Generated<string>
}

export interface TemplateVersions {
  workspace_id: string
  template_key: string
  version: number
  email_subject: string | null
  email_body: string | null
  sms_wording: string | null
  made_at: Generated<Date>
  made_by: string
}

export interface Triggers {
  workspace_id: string
  id: string
  name: string
  active: Generated<boolean>
  event_type: string
  conditions: Json | null
  template: string
  recipients: Json
  urgent: Generated<boolean>
  days_ahead: number | null
  created_at: Generated<Date>
  updated_at: Generated<Date>
  time_of_day: string | null
}

export interface WebhookDeliveries {
  workspace_id: string
  endpoint_id: string
  id: string
  type: string
  subject: string | null
  sequence: number
  facts: DefaultedJson
  number_sealed: Buffer | null
  state: Generated<string>
  tries: Generated<number>
  taken: Generated<number>
  due_at: Generated<Date>
  attempts: DefaultedJson
  http_status: number | null
  trouble: string | null
  answer_sealed: Buffer | null
  created_at: Generated<Date>
  ended_at: Date | null
}

export interface WebhookEndpoints {
  workspace_id: string
  id: string
  url: string
  description: Generated<string>
  types: string[]
  with_text: Generated<boolean>
  state: Generated<string>
  disabled_for: string | null
  state_since: Generated<Date>
  told: Generated<boolean>
  failing_since: Date | null
  resting_until: Generated<Date>
  last_tried_at: Date | null
  last_ok: boolean | null
  secret_sealed: Buffer
  secret_made_at: Generated<Date>
  old_secret_sealed: Buffer | null
  old_secret_until: Date | null
  created_by: string
  created_at: Generated<Date>
  deleted_at: Date | null
}

export interface WebhookHours {
  workspace_id: string
  endpoint_id: string
  hour: Date
  succeeded: Generated<number>
  failed: Generated<number>
}

export interface Workers {
  id: string
  host: string
  started_at: Generated<Date>
  seen_at: Generated<Date>
  ended_at: Date | null
  beginning: Generated<string[]>
  last_claim_at: Date | null
  last_look_at: Date | null
}

export interface WorkspaceKeys {
  workspace_id: string
  version: number
  wrapped: Buffer
  created_at: Generated<Date>
  wrapped_by: Buffer | null
  seal_from: Generated<Date>
}

export interface Workspaces {
  workspace_id: string
  name: string
  slug: string
  time_zone: Generated<string>
  suspended_at: Date | null
  created_at: Generated<Date>
  tests_at: Generated<Date[]>
  sms_entitled: Generated<boolean>
  language: Generated<string>
  support_contact: string | null
  created_by: string | null
  suspended_why: string | null
  delete_after: Date | null
  erasing_since: Date | null
  erased: DefaultedJson
  operator_cap_set: Generated<boolean>
  operator_cap_micros: number | null
}

export interface DB {
  api_keys: ApiKeys
  attempts: Attempts
  audit_chain: AuditChain
  audit_entries: AuditEntries
  audit_heads: AuditHeads
  audit_heads_sent: AuditHeadsSent
  audit_unchained: AuditUnchained
  auth_accounts: AuthAccounts
  auth_ended_sessions: AuthEndedSessions
  auth_rate_limits: AuthRateLimits
  auth_sessions: AuthSessions
  auth_users: AuthUsers
  auth_verifications: AuthVerifications
  codes: Codes
  connections: Connections
  due_dates: DueDates
  due_rechecks: DueRechecks
  email_settings: EmailSettings
  erasures: Erasures
  event_queue: EventQueue
  event_types: EventTypes
  events: Events
  former_keys: FormerKeys
  former_numbers: FormerNumbers
  group_people: GroupPeople
  groups: Groups
  health_minutes: HealthMinutes
  idempotency_keys: IdempotencyKeys
  import_chunks: ImportChunks
  import_managers: ImportManagers
  import_problems: ImportProblems
  imports: Imports
  inbound_texts: InboundTexts
  inbox_items: InboxItems
  inherited_channel: InheritedChannel
  installation: Installation
  invitations: Invitations
  key_holders: KeyHolders
  lanes: Lanes
  links: Links
  mails: Mails
  member_turns: MemberTurns
  members: Members
  message_mails: MessageMails
  messages: Messages
  opt_ins: OptIns
  opt_out_links: OptOutLinks
  opt_outs: OptOuts
  paces: Paces
  person_words: PersonWords
  persons: Persons
  phone_quality: PhoneQuality
  phones: Phones
  preferences: Preferences
  prices: Prices
  queue: Queue
  receipts: Receipts
  refused_callbacks: RefusedCallbacks
  reply_routes: ReplyRoutes
  retention: Retention
  retention_runs: RetentionRuns
  roles: Roles
  scim_tokens: ScimTokens
  scim_users: ScimUsers
  senders: Senders
  sms_failings: SmsFailings
  sms_settings: SmsSettings
  spend_caps: SpendCaps
  spend_days: SpendDays
  sso_connections: SsoConnections
  sso_domains: SsoDomains
  statistics_days: StatisticsDays
  statistics_quarters: StatisticsQuarters
  statistics_state: StatisticsState
  statistics_touched: StatisticsTouched
  template_versions: TemplateVersions
  triggers: Triggers
  webhook_deliveries: WebhookDeliveries
  webhook_endpoints: WebhookEndpoints
  webhook_hours: WebhookHours
  workers: Workers
  workspace_keys: WorkspaceKeys
  workspaces: Workspaces
}
