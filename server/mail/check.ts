import type { MailSettings } from './settings.ts'
import { connect, type MailTrouble, toTrouble } from './smtp.ts'

/** Connects and signs in, sends nothing. Null when the server is content. */
export async function checkMail(settings: MailSettings): Promise<MailTrouble | null> {
  const transport = connect(settings)
  try {
    await transport.verify()
    return null
  } catch (error) {
    return toTrouble(error, settings)
  } finally {
    transport.close()
  }
}
