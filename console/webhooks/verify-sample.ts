/** For whoever writes a receiver; the same stands in docs/guides/webhooks.md, where a test runs it. */
export const VERIFY_SAMPLE = `import { createHmac, timingSafeEqual } from 'node:crypto'

/** Whether Handset sent it, in the last five minutes. \`body\` is the text of the request as it came. */
export function isFromHandset(headers, body, secret) {
  const id = headers['webhook-id']
  const seconds = headers['webhook-timestamp']
  if (!(Math.abs(Date.now() / 1000 - Number(seconds)) <= 300)) return false
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const expected = createHmac('sha256', key).update(\`\${id}.\${seconds}.\${body}\`).digest()
  return String(headers['webhook-signature']).split(' ').some((one) => {
    const given = Buffer.from(one.replace('v1,', ''), 'base64')
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
}
`
