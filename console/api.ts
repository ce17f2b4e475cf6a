import type { z } from 'zod'
import type { countsOut, listQuery, MessageDetail, MessageOut, testOut, testSample } from '../server/messages/schema.ts'
import type { ReadinessOut } from '../server/readiness/schema.ts'
import type {
  accountSender,
  SettingsOut,
  SettingsPatch,
  SettingsSaved,
  settingsChange,
} from '../server/settings/schema.ts'
import type { apiKeyInput, apiKeyMade, apiKeyOut, MeOut, setupInput, setupOut } from '../server/workspaces/schema.ts'
import { noAnswer, problemOf } from './problem.ts'

export type { MeOut, MessageDetail, MessageOut, ReadinessOut, SettingsOut, SettingsPatch, SettingsSaved }
export type Setup = z.infer<typeof setupOut>
export type SetupInput = z.infer<typeof setupInput>
export type AccountSender = z.infer<typeof accountSender>
export type SettingsChange = z.infer<typeof settingsChange>
export type Counts = z.infer<typeof countsOut>
export type TestSend = z.infer<typeof testOut>
export type TestSample = z.infer<typeof testSample>
export type ApiKey = z.infer<typeof apiKeyOut>
export type ApiKeyInput = z.infer<typeof apiKeyInput>
export type ApiKeyMade = z.infer<typeof apiKeyMade>
export type ListFilter = Partial<Omit<z.input<typeof listQuery>, 'limit' | 'after'>>
export interface PageOf<T> {
  items: T[]
  next: string | null
}

export const api = {
  setup: (token: string | undefined) => call<Setup>('GET', '/v1/setup', { query: { token } }),
  finishSetup: (input: SetupInput) => call<unknown>('POST', '/v1/setup', { body: input }),
  signIn: (email: string, password: string) =>
    call<unknown>('POST', '/auth/sign-in/email', { body: { email, password } }),
  signOut: () => call<unknown>('POST', '/auth/sign-out', { body: {} }),
  me: () => call<MeOut>('GET', '/v1/me'),

  settings: () => call<SettingsOut>('GET', '/v1/sms/settings'),
  saveSettings: (patch: SettingsPatch) => call<SettingsSaved>('PATCH', '/v1/sms/settings', { body: patch }),
  disconnect: () => call<unknown>('DELETE', '/v1/sms/settings'),
  changes: () => call<{ items: SettingsChange[] }>('GET', '/v1/sms/settings/changes'),
  endPreviousToken: () => call<unknown>('DELETE', '/v1/sms/settings/previous-token'),
  newSigningSecret: () => call<{ signing_secret: string }>('POST', '/v1/sms/settings/signing-secret'),
  senders: () => call<{ items: AccountSender[] }>('GET', '/v1/sms/senders'),
  readiness: () => call<ReadinessOut>('GET', '/v1/sms/readiness'),
  checkReadiness: () => call<ReadinessOut>('POST', '/v1/sms/readiness/check'),
  testSample: () => call<TestSample>('GET', '/v1/sms/test'),
  sendTest: (to: string) => call<TestSend>('POST', '/v1/sms/test', { body: { to } }),

  messages: (filter: ListFilter, after?: string) =>
    call<PageOf<MessageOut>>('GET', '/v1/messages', { query: { ...filter, after } }),
  counts: (filter: ListFilter) => call<Counts>('GET', '/v1/messages/counts', { query: filter }),
  message: (id: string) => call<MessageDetail>('GET', `/v1/messages/${id}`),
  reveal: (id: string) => call<{ to: string }>('POST', `/v1/messages/${id}/reveal`),
  sendAgain: (id: string) => call<{ id: string }>('POST', `/v1/messages/${id}/retry`),
  lookup: (number: string) =>
    call<{ handle: string; masked: string }>('POST', '/v1/numbers/lookup', { body: { number } }),

  apiKeys: () => call<PageOf<ApiKey>>('GET', '/v1/api-keys'),
  makeApiKey: (input: ApiKeyInput) => call<ApiKeyMade>('POST', '/v1/api-keys', { body: input }),
  revokeApiKey: (id: string) => call<unknown>('DELETE', `/v1/api-keys/${id}`),
}

interface CallOptions {
  query?: Record<string, string | number | undefined>
  body?: unknown
}

/** @throws {ApiProblem} for every answer that is not ok, and when there is none. */
async function call<T>(method: string, path: string, { query = {}, body }: CallOptions = {}): Promise<T> {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
  const headers: Record<string, string> = { accept: 'application/json' }
  if (body !== undefined) headers['content-type'] = 'application/json'
  const response = await fetch(search ? `${path}?${search}` : path, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch(() => {
    throw noAnswer()
  })
  if (!response.ok) throw await problemOf(response)
  return response.status === 204 ? (undefined as T) : await response.json()
}
