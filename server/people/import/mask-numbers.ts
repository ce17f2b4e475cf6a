import { maskPhone, readPhone } from '../../../shared/phone.ts'

/** What may be a phone number, wherever in a text, without the most of its digits. */
export function maskNumbers(text: string): string {
  return text.replace(/\+?\d(?:[\s().\-/]*\d){6,}/g, (found) => {
    const phone = found.startsWith('+') ? readPhone(found) : null
    return phone?.ok ? maskPhone(phone.e164) : '•'.repeat(Math.min(found.length - 2, 12)) + found.slice(-2)
  })
}
