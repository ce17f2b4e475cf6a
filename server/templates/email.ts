import { bodyForms, escapeHtml } from './markup.ts'

export interface Email {
  subject: string
  html: string
  text: string
}

interface Letter {
  subject: string
  /** The body of the template, filled. */
  filled: string
  /** Whose emails these are, above and below. */
  workspace: string
  installation: string
  identifier: string
  link: string | null
  preferencesUrl: string | null
  unsubscribeUrl: string | null
}

/**
 * One column, one button, nothing loaded from anywhere (spec AX24). The colours of both schemes are given twice: in place,
 * for the many programs that drop style sheets, and by class, for those that turn dark.
 */
export function emailOf(letter: Letter): Email {
  const { html, text } = bodyForms(letter.filled)
  return { subject: letter.subject, html: htmlOf(letter, html), text: textOf(letter, text) }
}

function htmlOf(letter: Letter, body: string): string {
  const { subject, workspace, installation, link } = letter
  const button = link
    ? `<p style="margin:24px 0 8px"><a class="button" href="${escapeHtml(link)}" style="display:inline-block;padding:11px 20px;border-radius:6px;background:#4a4de0;color:#ffffff;font-weight:600;text-decoration:none">${escapeHtml(viewOf(letter))}</a></p>`
    : ''
  const ways = waysOf(letter)
    .map(({ words, url }) => `<a class="quiet" href="${escapeHtml(url)}" style="color:#56565f">${words}</a>`)
    .join(' &middot; ')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title>
<style>${DARK}</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f5f5f6">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#f5f5f6">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;${FONT}">
<tr><td class="quiet" style="padding:0 4px 12px;color:#56565f;font-size:13px;font-weight:600">${escapeHtml(workspace)}</td></tr>
<tr><td class="sheet" style="padding:24px;border:1px solid #e8e8ea;border-radius:8px;background:#ffffff;color:#1a1a1e;overflow-wrap:anywhere">
${body}
${button}
</td></tr>
<tr><td class="quiet" style="padding:16px 4px 0;color:#56565f;font-size:12px;line-height:18px">Sent by ${escapeHtml(installation)}.${ways ? `<br>${ways}` : ''}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`
}

const FONT =
  'font-family:Inter,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif;font-size:15px;line-height:23px'
const DARK = `@media (prefers-color-scheme: dark) {
.page { background: #131315 !important; }
.sheet { background: #1a1a1d !important; color: #ededf0 !important; border-color: #27272b !important; }
.quiet { color: #a9a9b3 !important; }
.button { background: #5558e8 !important; }
blockquote { border-color: #3a3a40 !important; }
}`

function textOf(letter: Letter, body: string): string {
  const { workspace, installation, link } = letter
  const ways = waysOf(letter).map(({ words, url }) => `${words}: ${url}`)
  const parts = [
    workspace,
    body,
    link ? `${viewOf(letter)}: ${link}` : '',
    ['--', `Sent by ${installation}.`, ...ways].join('\n'),
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

function viewOf({ identifier }: Letter): string {
  return identifier ? `View ${identifier}` : 'View'
}

function waysOf({ preferencesUrl, unsubscribeUrl }: Letter): { words: string; url: string }[] {
  return [
    { words: 'Unsubscribe from these', url: unsubscribeUrl },
    { words: 'Preferences', url: preferencesUrl },
  ].flatMap(({ words, url }) => (url ? [{ words, url }] : []))
}
