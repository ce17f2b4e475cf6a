import { createHash } from 'node:crypto'
import { html } from 'hono/html'

export type Part = ReturnType<typeof html> | string

/** A page for people outside, without a script: nobody who follows a link from a text or a mail is signed in. */
export function plainPage({ language, title, body }: { language: string; title: string; body: Part }) {
  return html`<!doctype html><html lang="${language}"><head><meta charset="utf-8" /><title>${title}</title><meta name="viewport" content="width=device-width, initial-scale=1" /><meta name="robots" content="noindex, nofollow" /><style>${STYLE}</style></head><body><main>${body}</main></body></html>`
}

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;margin:0;padding:16px;color:#1c1c1f;background:#fff}main{max-width:32rem;margin:10vh auto 0}h1{font-size:1.25rem;font-weight:600}h2{font-size:1rem;font-weight:600;margin:2rem 0 .5rem}a{color:#3f3fc4}label input{font:inherit;min-height:42px;width:9rem;padding:0 12px;border:1px solid #8a8a92;border-radius:6px;background:none;color:inherit}button{font:inherit;min-height:44px;padding:8px 20px;border:1px solid #4a4ad6;border-radius:6px;background:#4a4ad6;color:#fff}button.quiet{background:none;color:inherit;border-color:#8a8a92}.quiet{color:#5c5c66}.said{padding:12px 16px;border:1px solid #8a8a92;border-radius:6px}.said p{margin:0 0 8px}form{margin:0 0 12px}.said form{margin:0}table{width:100%;border-collapse:collapse;font-size:.9375rem}th,td{padding:6px 8px 6px 0;text-align:left;font-weight:400;border-top:1px solid #dcdce0;vertical-align:middle}tbody td{height:44px;padding-top:2px;padding-bottom:2px}thead th{border:0;color:#5c5c66;font-size:.8125rem}td form{margin:0;display:inline}td button.quiet{padding:4px 12px}@media(prefers-color-scheme:dark){body{color:#f0f0f2;background:#131316}.quiet,thead th{color:#a8a8b3}button.quiet{color:#f0f0f2}a{color:#a3a3ff}th,td{border-color:#33333a}}'

/** Nothing is loaded, nobody frames, keeps or indexes it, and its own forms alone may be sent. */
export const PLAIN_PAGE_HEADERS: [string, string][] = [
  ['cache-control', 'no-store'],
  ['x-robots-tag', 'noindex, nofollow'],
  [
    'content-security-policy',
    `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
  ],
]
