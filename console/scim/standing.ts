import type { Scim } from './api.ts'

/** How things stand between the directory and the workspace. */
export type Standing = 'off' | 'locked_out' | 'waiting' | 'on'

export function standingOf({ tokens, users }: Pick<Scim, 'tokens' | 'users'>, now: number): Standing {
  const valid = tokens.filter(({ expires_at }) => expires_at === null || Date.parse(expires_at) > now)
  if (valid.length === 0) return users > 0 || tokens.length > 0 ? 'locked_out' : 'off'
  return valid.some(({ last_used_at }) => last_used_at !== null) ? 'on' : 'waiting'
}

/** When a directory last asked for anything, with a token that is still here; null for never. */
export function lastRequest({ tokens }: Pick<Scim, 'tokens'>): string | null {
  return (
    tokens
      .flatMap(({ last_used_at }) => last_used_at ?? [])
      .sort()
      .at(-1) ?? null
  )
}
