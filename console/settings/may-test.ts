import type { SettingsOut } from '../api.ts'
import { useCan } from '../shell/session.ts'

/** Whether a test text would go out; while the provider refuses, it waits like any other. */
export function useMayTest({ provider, state }: Pick<SettingsOut, 'provider' | 'state'>): boolean {
  const may = useCan('sms.test')
  return may && provider !== null && (state === 'can_run' || state === 'invalid')
}
