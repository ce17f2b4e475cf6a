import { maskPhone } from '../../shared/phone.ts'
import type { Connection, Retry } from '../providers/adapter.ts'
import { adapterFor } from '../providers/adapters.ts'
import type { MessageRow } from './row.ts'

/** What went wrong with a text, as its provider means it, or Handset where no provider had a part in it. */
export interface Trouble {
  code: number | null
  class: string
  cause: string
  remedy: string
  retry: Retry
}

/** Null for a text that the provider has nothing against. */
export function troubleOf(row: MessageRow): Trouble | null {
  if (row.error_code === null && row.error_class === null) return null
  const ours = ourTrouble(row)
  if (ours) return ours
  const refusal = adapterFor((row.provider ?? 'twilio') as Connection['provider']).refusal(
    row.error_code,
    row.http_status,
  )
  // With neither code nor status there is nothing to explain, so the words that came instead are the cause.
  const words = row.error_code === null && row.http_status === null ? row.error_text : null
  const cause = words ? withoutNumbers(words) : refusal.cause
  const { code, remedy, retry } = refusal
  return { code: row.error_code ?? code, class: row.error_class ?? refusal.class, cause, remedy, retry }
}

/** A text that could not be opened, or that was set aside: to a provider's list of causes that means nothing. */
function ourTrouble({ error_class, error_code, error_text, http_status }: MessageRow): Trouble | null {
  if (error_class === 'mail') {
    const remedy = 'Ask the operator to look at the mail server, or the person for another address.'
    return { code: null, class: error_class, cause: error_text ?? 'no cause was given', remedy, retry: 'after_fix' }
  }
  if (error_class !== 'config' || error_code !== null || http_status || !error_text) return null
  const remedy = "Tell the operator: the worker's log says more. Send it again when that is mended."
  return { code: null, class: error_class, cause: error_text, remedy, retry: 'after_fix' }
}

/** Providers quote the number they refuse. */
export function withoutNumbers(text: string): string {
  return text.replace(/\+[1-9]\d{6,14}/g, (number) => maskPhone(number))
}
