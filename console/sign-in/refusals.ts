/** Why a provider's answer did not sign somebody in, by the word that the server sends them back with. */
const REFUSALS: Record<string, string> = {
  expired: 'This sign-in took too long, was begun in another browser, or was used already. Start again.',
  cancelled: 'You were not signed in: it was cancelled at your organisation’s sign-in.',
  changed: 'Single sign-on was changed meanwhile. Start again.',
  provider_unreachable: 'Your organisation’s sign-in does not answer. Try again in a while.',
  provider_refused:
    'Your organisation’s sign-in refused Handset. Whoever set up single sign-on here finds out why in its settings.',
  not_proven:
    'What your organisation’s sign-in answered could not be verified, so you were not signed in. Start again.',
  no_email: 'Your organisation’s sign-in does not say your email address. Ask whoever manages it.',
  unverified: 'Your organisation’s sign-in has not verified your email address. Ask whoever manages it.',
  other_domain: 'You signed in with an address of another domain than this workspace’s. Use your address at work.',
  removed: 'You were removed from this workspace. To come back, ask one of its administrators to invite you.',
}

export function refusalWords(refused: string): string {
  return Object.hasOwn(REFUSALS, refused) ? REFUSALS[refused]! : REFUSALS.expired!
}

/** Why somebody is asked to sign in who was in. */
export const endedWords = {
  single_sign_on: {
    title: 'You were signed out.',
    text: 'Your organisation now wants you to sign in by single sign-on. Enter your email address to go on.',
  },
  signed_out_at_provider: {
    title: 'You were signed out.',
    text: 'Your session at your organisation’s sign-in ended, and with it the one here.',
  },
}

/** What the sign-in page is told: of the domain of an address, or of this browser where none is given. */
export interface SignInOptions {
  sso: { required: boolean } | null
  mail: boolean
  ended: keyof typeof endedWords | null
}
