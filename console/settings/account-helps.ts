const KEPT = 'Stored encrypted; nobody can read it again, you included. Keep it out of screenshots, logs and tickets.'

/** Where each value is found, by provider. */
export const accountHelps = {
  twilio: {
    asks: 'Twilio',
    account_sid: 'Twilio Console → Account Info. Starts with AC. Not a secret.',
    auth_token: `Twilio Console → Account Info, 32 characters. ${KEPT}`,
    api_key_sid: 'Twilio Console → Account → API keys. A Standard key is enough.',
    api_key_secret: 'Twilio shows it once, when the key is made.',
    receipts_token:
      'Used only to check signatures. Without it Handset asks Twilio about each message again before believing a receipt.',
    by_token: 'Sends, and proves that receipts come from Twilio.',
  },
  simulator: {
    asks: 'the simulator',
    account_sid: "The simulator's page → Connect. Starts with AC. Not a secret.",
    auth_token: `The simulator's page → Connect, 32 characters. ${KEPT}`,
    api_key_sid: "The simulator's page → Connect. Starts with SK.",
    api_key_secret: "The simulator's page → Connect.",
    receipts_token:
      'Used only to check signatures. Without it Handset asks the simulator about each message again before believing a receipt.',
    by_token: 'Sends, and proves that receipts come from the simulator.',
  },
} as const

export type AccountHelps = (typeof accountHelps)[keyof typeof accountHelps]
