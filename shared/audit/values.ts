/** How fields are called in a sentence. What is missing here is called by its own name. */
export const LABELS: Record<string, string> = {
  access_contact: 'the contact for access',
  account_sid: 'the account',
  alert_segments: 'the longest alert in segments',
  api_key_secret: 'the API key secret',
  api_key_sid: 'the API key of the provider',
  auth_token: 'the Auth Token',
  client_id: 'the client ID',
  client_secret: 'the client secret',
  daily_cap_micros: 'the daily cap',
  deletion_grace_days: 'the days to change one’s mind',
  delete_after: 'the day of deletion',
  email_redirect: 'the email redirect',
  email_redirect_to: 'the test address',
  email_redirect_until: 'the end of the email redirect',
  enabled: 'SMS',
  every_minutes: 'how often heads go out, in minutes,',
  in_doubt: 'the texts in doubt',
  invited_by: 'the member who invited them',
  issuer: 'the issuer',
  mail: 'the mail server',
  mail_from: 'the address that mail is sent from',
  mail_password: 'the password of the mail server',
  micros_per_segment: 'the price of a segment',
  name_in_texts: 'the name in texts',
  new_workspaces: 'who makes workspaces',
  organization_number: 'the organization number',
  permissions: 'what it may do',
  public_url: 'the public address',
  redirect: 'the test redirect',
  redirect_phone_number: 'the test phone',
  redirect_until: 'the end of the test redirect',
  segments_per_second: 'the pace in segments a second',
  signs_in_with: 'how it signs in',
  signing_secret: 'the signing secret',
  slug: 'the short name',
  suspended: 'the suspension',
  webhook_url: 'the webhook URL',
  why: 'the reason',
  workspaces_per_person: 'the most workspaces a person makes',
}

/** What is said of a switch that has words of its own, when it is on and when it is off. */
export const SWITCHED: Record<string, [on: string, off: string]> = {
  accept_unsaid: [
    'accepted addresses that single sign-on does not say are verified',
    'no longer accepted addresses that single sign-on does not say are verified',
  ],
  drops_repeats: ['said that the endpoint drops repeats', 'said that the endpoint does not drop repeats'],
  required: ['required single sign-on', 'no longer required single sign-on'],
  sms_entitled: ['allowed the use of SMS', 'forbade the use of SMS'],
  titles_in_texts: ['let titles into texts', 'kept titles out of texts'],
}

/** Values that are codes, in the words of the screens where they are chosen. */
export const VALUES: Record<string, Record<string, string>> = {
  channel: { email: 'mail', webhook: 'a webhook', file: 'a file' },
  decision: { unknown: 'in doubt', it_was_sent: 'it was sent', send_again: 'send it again' },
  format: { csv: 'CSV', json: 'JSON' },
  new_workspaces: { operator: 'operators of this installation', anybody: 'anybody who is signed in' },
  provider: { twilio: 'Twilio', simulator: 'the simulator', webhook: 'the webhook' },
  signs_in_with: { auth_token: 'the Auth Token', api_key: 'an API key' },
}
