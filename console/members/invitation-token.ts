const KEY = 'handset-invitation'

/** From behind the # of the link; or kept while its reader signed in. */
export function tokenOfInvitation(): string {
  return location.hash.slice(1) || (sessionStorage.getItem(KEY) ?? '')
}

/** Signing in leads back to an address without it: what stands in addresses stands in logs. */
export function keepToken(token: string): void {
  sessionStorage.setItem(KEY, token)
}

export function forgetToken(): void {
  sessionStorage.removeItem(KEY)
}
