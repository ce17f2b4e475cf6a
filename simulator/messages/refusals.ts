/** A request that was turned down before anything was accepted, as it goes over the wire. */
export interface Refusal {
  code: number
  status: number
  message: string
  detail?: string
}

/** Only what the texts below need to name. */
interface Named {
  to?: string
  from?: string
  accountSid?: string
  path?: string
}

const ACCOUNT_TEXTS: Record<number, [status: number, text: (named: Named) => string]> = {
  20001: [400, () => 'Unknown parameters'],
  20003: [401, () => 'Authenticate'],
  20004: [405, () => 'Method not allowed'],
  20005: [403, () => 'Account not active'],
  20007: [400, () => 'Page size too large'],
  20008: [403, () => 'Resource not accessible with Test Account Credentials'],
  20009: [409, () => 'Cannot delete this resource before it is complete'],
  20404: [404, ({ path }) => `The requested resource ${path} was not found`],
  20429: [429, () => 'Too Many Requests'],
  20500: [500, () => 'An internal server error has occurred'],
  21406: [400, () => 'SmsFallbackUrl cannot be set without SmsUrl'],
  21481: [400, () => 'Invalid PageToken'],
  21502: [400, () => 'Invalid callback url'],
}

const MESSAGE_TEXTS: Record<number, [status: number, text: (named: Named) => string]> = {
  21211: [400, ({ to }) => `The 'To' number ${to} is not a valid phone number.`],
  21212: [
    400,
    ({ from }) => `The 'From' number ${from} is not a valid phone number, shortcode, or alphanumeric sender ID.`,
  ],
  21265: [400, ({ to }) => `'To' number cannot be a Short Code: ${to}`],
  21266: [400, ({ to }) => `'To' and 'From' number cannot be the same: ${masked(to)}`],
  21267: [400, () => "Alphanumeric Sender ID cannot be used as the 'From' number on trial accounts."],
  21408: [
    400,
    ({ to }) =>
      `Permission to send an SMS has not been enabled for the region indicated by the 'To' number: ${masked(to)}`,
  ],
  21421: [400, () => 'PhoneNumber is invalid'],
  21422: [400, () => 'PhoneNumber is not available'],
  21452: [400, () => 'No phone numbers found in that area code'],
  21602: [400, () => 'Message body is required.'],
  21603: [400, () => "A 'From' phone number is required."],
  21604: [400, () => "A 'To' phone number is required."],
  21606: [
    400,
    ({ from }) =>
      `The From phone number ${from} is not a valid, SMS-capable inbound phone number or short code for your account.`,
  ],
  21608: [
    400,
    ({ to }) =>
      `The number ${masked(to)} is unverified. Trial accounts cannot send messages to unverified numbers; ` +
      'verify it first, or purchase a number to send messages to unverified numbers.',
  ],
  21609: [400, () => 'The StatusCallback URL is not a valid URL.'],
  21610: [400, () => 'Attempt to send to unsubscribed recipient'],
  21611: [400, ({ from }) => `This 'From' number ${from} has exceeded the maximum number of queued messages.`],
  21612: [
    400,
    ({ to, from }) =>
      `Message cannot be sent with the current combination of 'To' (${masked(to)}) and/or 'From' (${from}) parameters`,
  ],
  21614: [400, ({ to }) => `'To' number is not a valid mobile number: ${masked(to)}`],
  21617: [400, () => 'The concatenated message body exceeds the 1600 character limit.'],
  21659: [400, ({ from }) => `'From' ${from} is not a Twilio phone number or Short Code country mismatch`],
  21660: [400, ({ from, accountSid }) => `Mismatch between the 'From' number ${from} and the account ${accountSid}`],
  21701: [404, () => 'The Messaging Service does not exist.'],
  21704: [400, () => 'The Messaging Service contains no phone numbers.'],
  21711: [400, ({ from }) => `The 'From' number ${from} is not associated with the specified Messaging Service.`],
  21910: [400, () => "Invalid 'From' and 'To' pair. 'From' and 'To' should be of the same channel"],
  30409: [409, () => 'This message cannot be canceled.'],
  35111: [400, () => 'SendAt timestamp is missing.'],
  35114: [400, () => 'SendAt must be between 15 minutes and 35 days from now.'],
  35118: [400, () => 'MessagingServiceSid is required to schedule a message.'],
  90007: [400, () => 'ValidityPeriod must be between 1 and 36000 seconds.'],
}

export function refusal(code: number, named: Named = {}, detail?: string): Refusal {
  const [status, text] = MESSAGE_TEXTS[code] ?? ACCOUNT_TEXTS[code] ?? [400, () => 'Bad request']
  return { code, status, message: text(named), ...(detail && { detail }) }
}

export function refusalBody({ code, status, message, detail }: Refusal): Record<string, unknown> {
  return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status, ...(detail && { detail }) }
}

/** What the provider writes beside an error code of a message that was accepted and then did not arrive. */
export function errorText(code: number | null): string | null {
  return code === null ? null : (LATER_TEXTS[code] ?? null)
}

const LATER_TEXTS: Record<number, string> = {
  14107: 'SMS send rate limit exceeded',
  14109: 'TwiML Reply message limit exceeded',
  21408: "Permission to send an SMS has not been enabled for the region indicated by the 'To' number",
  21610: 'Attempt to send to unsubscribed recipient',
  21703: 'The Messaging Service does not have a phone number available to send a message',
  30001: 'Queue overflow',
  30003: 'Unreachable destination handset',
  30004: 'Message blocked',
  30005: 'Unknown destination handset',
  30006: 'Landline or unreachable carrier',
  30007: 'Message filtered',
  30036: 'Validity Period Expired',
  30044: 'Trial Message Length Exceeded',
}

/** The provider hides the last four digits in its error texts. */
function masked(number: string | undefined): string {
  return number ? `${number.slice(0, -4)}XXXX` : ''
}
