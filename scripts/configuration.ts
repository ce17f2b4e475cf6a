// Writes docs/guides/configuration.md from the one reader of the environment: npm run configuration
// With --check it fails when the committed file says something else.
import { readFileSync, writeFileSync } from 'node:fs'
import { describeConfig } from '../server/config.ts'

const path = new URL('../docs/guides/configuration.md', import.meta.url)
const text = render(describeConfig())
if (!process.argv.includes('--check')) writeFileSync(path, text)
else if (readFileSync(path, 'utf8') !== text) {
  console.error('docs/guides/configuration.md does not fit server/config.ts. Run: npm run configuration')
  process.exitCode = 1
}

function render(settings: { name: string; fallback: string; purpose: string }[]): string {
  const rows = settings.map(({ name, fallback, purpose }) => `| \`${name}\` | ${shown(fallback)} | ${purpose} |`)
  return `# Configuration

Handset reads these variables of the environment when it starts, all of them in \`server/config.ts\`. None is needed to
begin with. What cannot be used is told in one line each, and Handset does not start.

| variable | otherwise | what for |
|---|---|---|
${rows.join('\n')}

The public address and the mail server can also be settled at set-up, or later by the operator with
\`PATCH /v1/installation\`. Where the environment says them, the environment wins. The simulator reads
\`HANDSET_SIMULATOR_PORT\` and \`HANDSET_DATA_DIR\` too, in \`simulator/config.ts\`.

This page is made by \`npm run configuration\`; what to do with the settings is in [operating.md](operating.md).
`
}

function shown(fallback: string): string {
  return fallback === '' ? '' : `\`${fallback}\``
}
