const at = (secondsAgo: number) => new Date(Date.now() - secondsAgo * 1000).toISOString()
/** What the operator is told while much goes wrong at once. */
export const TROUBLED = {
  ready: true,
  sending: false,
  checks: [
    { name: 'database', ok: true, reason: null },
    { name: 'migrations', ok: true, reason: null },
    { name: 'key', ok: true, reason: null },
    { name: 'sending', ok: false, reason: 'Nothing was claimed for 2 minutes though texts are due.' },
  ],
  alarms: [
    {
      name: 'nothing_claimed',
      what: 'Nothing was claimed for 2 minutes though texts are due.',
      meaning: 'Texts wait longer than they should; codes expire.',
      cause: 'The workers are alive but stuck: all their slots hang at a provider, or they wait for the database.',
      remedy: 'Read the log of the workers for “a turn failed”, then restart them: what is under way is looked up.',
      since: at(150),
      stops_sending: true,
    },
    {
      name: 'receipts_missing',
      what: 'Receipts cannot reach Handset.',
      meaning:
        'Texts go out; what became of 41 of them had to be asked for at the provider, later than a receipt would tell it.',
      cause:
        'No callback came to https://sms.acme.example within 30 minutes: the address is wrong, or a firewall or proxy stops them.',
      remedy: 'Open that address from outside your network, and mend the public address or the proxy.',
      since: at(1800),
      stops_sending: false,
    },
  ],
  workers: [
    {
      id: 'wrk_1',
      host: 'sms-1',
      started_at: at(90_000),
      seen_at: at(4),
      last_claim_at: at(150),
      last_look_at: at(9),
      alive: true,
    },
    {
      id: 'wrk_2',
      host: 'sms-2',
      started_at: at(9_000),
      seen_at: at(95),
      last_claim_at: null,
      last_look_at: null,
      alive: false,
    },
  ],
  waiting: ['otp', 'test', 'alert', 'nudge', 'campaign'].map((name, n) => ({
    class: name,
    count: [3, 0, 214, 0, 10_000][n],
    oldest_due_seconds: [140, 0, 151, 0, 5400][n],
  })),
  in_doubt: 12,
  undecided: 2,
  doubles: 0,
  senders: { paced: 4, closed: 1, segments_per_second: 31 },
}
