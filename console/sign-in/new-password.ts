import type { Fault } from '../ui/form.ts'

/** As the server has it, which refuses all others (server/workspaces/schema.ts). */
export const NEW_PASSWORD = { shortest: 10, longest: 200 }

export function newPasswordFault(password: string): Fault | undefined {
  return password.length >= NEW_PASSWORD.shortest ? undefined : { text: 'This password is too short.' }
}
