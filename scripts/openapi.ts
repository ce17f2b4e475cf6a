// Writes openapi.json from the routes: npm run openapi. With --check it fails when the committed file says something else.
import { readFileSync, writeFileSync } from 'node:fs'
import { buildApi } from '../server/api.ts'
import { openApiDocument } from '../server/docs.ts'
import type { Context } from '../server/kit/context.ts'

const path = new URL('../openapi.json', import.meta.url)
// The routes are only described here, none is called.
const text = `${JSON.stringify(openApiDocument(buildApi({} as Context)), null, 2)}\n`
if (!process.argv.includes('--check')) writeFileSync(path, text)
else if (readFileSync(path, 'utf8') !== text) {
  console.error('openapi.json does not fit the routes. Run: npm run openapi')
  process.exitCode = 1
}
