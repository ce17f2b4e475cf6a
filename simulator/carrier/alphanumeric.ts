/**
 * Calling codes where a name cannot be the sender, or only after registering it: a list of December 2022 from the
 * provider's support pages. It changes; what matters here is that some countries refuse.
 */
const REFUSED = new Set(
  (
    '1 7 20 27 32 36 42 51 52 53 54 55 56 57 58 60 62 63 64 66 82 84 86 90 91 93 94 95 98 211 212 216 224 225 229 231 ' +
    '233 234 237 243 245 249 250 251 254 255 256 260 268 374 375 503 505 506 507 593 594 595 598 674 852 886 962 963 ' +
    '965 966 968 971 972 974 977 996'
  ).split(' '),
)

const GENERIC = new Set(['SMS', 'INFO', 'TEXT', 'MESSAGE', 'ALERT', 'VERIFY', 'CODE', 'OTP', 'TEST'])

/** Letters, digits, space and `- + _ &`, at most eleven, at least one letter, and nothing that could be anybody. */
export function isAlphanumericSender(text: string): boolean {
  return /^[A-Za-z0-9 \-+_&]{1,11}$/.test(text) && /[A-Za-z]/.test(text) && !GENERIC.has(text.trim().toUpperCase())
}

export function takesAlphanumeric(callingCode: string): boolean {
  return !REFUSED.has(callingCode)
}
