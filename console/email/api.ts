import type { EmailSettingsOut, EmailSettingsPatch } from '../../server/mail/email-schema.ts'
import { read, v1 } from '../ask.ts'

export type EmailSettings = EmailSettingsOut

/** How the mails of a workspace go out; see {@link ../api.ts}. */
export const emailApi = {
  settings: () => read(v1.email.settings.$get()),
  change: (json: EmailSettingsPatch) => read(v1.email.settings.$patch({ json })),
}
