/** What auth_accounts.provider_id says of each way to sign in. The first is better-auth's word. */
export const PASSWORD = 'credential'
/** The issuer follows. */
export const PROVIDER = 'oidc|'
