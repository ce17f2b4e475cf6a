/** The doors under /auth, with a body about somebody. Whoever has the address or not is answered alike. */
export const DOORS: Record<string, (about: { email: string }) => Record<string, unknown>> = {
  'POST /auth/sign-in/email': ({ email }) => ({ email, password: 'not the password' }),
  'POST /auth/sign-out': () => ({}),
  'POST /auth/forgot': ({ email }) => ({ email }),
  'POST /auth/reset': () => ({ token: 'unknown', password: 'correct horse battery' }),
  'POST /auth/options': ({ email }) => ({ email }),
  'POST /auth/sso/start': ({ email }) => ({ email }),
  'GET /auth/sso/:workspace/callback': () => ({}),
  'POST /auth/sso/asked': () => ({ token: 'unknown' }),
  'POST /auth/sso/agree': () => ({ token: 'unknown' }),
  'POST /auth/change-password': () => ({ currentPassword: 'not the password', newPassword: 'correct horse battery' }),
}
