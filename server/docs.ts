import type { OpenAPIHono } from '@hono/zod-openapi'
import { Hono } from 'hono'
import { html } from 'hono/html'
import type { Env } from './kit/route.ts'

const INFO = {
  openapi: '3.1.0',
  info: {
    title: 'Handset',
    version: '1',
    description:
      'Send with a session cookie or `Authorization: Bearer hs_…`. Errors are `application/problem+json`. Lists are paged by `?limit=&after=`. Every POST that creates takes an `Idempotency-Key`.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
} as const

export interface Operation {
  summary?: string
  description?: string
  parameters?: { name: string; in: string; required?: boolean; description?: string }[]
  requestBody?: { content: Record<string, { schema: unknown }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: unknown }> }>
}

/** The document of the whole API, as it is committed in openapi.json. */
export function openApiDocument<E extends Env>(api: OpenAPIHono<E>) {
  return api.getOpenAPI31Document(INFO)
}

/** `/openapi.json`, and a page at `/docs` that is made from it. */
// biome-ignore lint/suspicious/noExplicitAny: the chained type of all routes says nothing here
export function docsRoutes(api: OpenAPIHono<any, any, any>) {
  const document = openApiDocument(api)
  const page = renderPage(document.paths as Record<string, Record<string, Operation>>)
  return new Hono()
    .get('/openapi.json', (c) => c.json(document))
    .get('/docs', (c) =>
      c.html(page, 200, {
        'content-security-policy': "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
      }),
    )
    .get('/docs/style.css', (c) => c.body(STYLE, 200, { 'content-type': 'text/css; charset=utf-8' }))
}

function renderPage(paths: Record<string, Record<string, Operation>>) {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      id: `${method}${path.replace(/[^a-z0-9]+/gi, '-')}`,
      method: method.toUpperCase(),
      path,
      operation,
    })),
  )
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Handset API</title><link rel="stylesheet" href="/docs/style.css"></head>
<body>
<nav><h1>Handset API</h1><p><a href="/openapi.json">openapi.json</a></p>
<ul>${operations.map((one) => html`<li><a href="#${one.id}"><b>${one.method}</b> ${one.path}</a></li>`)}</ul></nav>
<main>
<p>${INFO.info.description}</p>
${operations.map((one) => renderOperation(one.id, one.method, one.path, one.operation))}
</main>
</body></html>`
}

function renderOperation(id: string, method: string, path: string, operation: Operation) {
  const parameters = operation.parameters ?? []
  const body = operation.requestBody?.content['application/json']?.schema
  return html`<section id="${id}">
<h2><b>${method}</b> <code>${path}</code></h2>
<p>${operation.summary ?? ''}</p>
${parameters.length ? html`<table><caption>Parameters</caption>${parameters.map((one) => html`<tr><td><code>${one.name}</code></td><td>${one.in}${one.required ? ', required' : ''}</td><td>${one.description ?? ''}</td></tr>`)}</table>` : ''}
${body ? html`<details><summary>Body</summary><pre>${JSON.stringify(body, null, 2)}</pre></details>` : ''}
${Object.entries(operation.responses).map(([status, answer]) => renderAnswer(status, answer))}
</section>`
}

function renderAnswer(status: string, answer: Operation['responses'][string]) {
  const schema = Object.values(answer.content ?? {})[0]?.schema
  return html`<details><summary><b>${status}</b> ${answer.description}</summary><pre>${JSON.stringify(schema ?? null, null, 2)}</pre></details>`
}

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#e5e7eb, #2e3238); --quiet: light-dark(#6b7280, #9aa1ab); }
body { margin: 0; font: 14px/20px Inter, system-ui, sans-serif; display: grid; grid-template-columns: 300px minmax(0, 1fr); }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; border-right: 1px solid var(--line); padding: 0 16px; box-sizing: border-box; }
nav ul { list-style: none; padding: 0; } nav li { margin: 4px 0; overflow-wrap: anywhere; } a { color: inherit; text-decoration: none; } a:hover { text-decoration: underline; }
main { padding: 24px; max-width: 860px; } section { border-top: 1px solid var(--line); padding: 16px 0; }
h1 { font-size: 20px; } h2 { font-size: 14px; margin: 0; } b { font-size: 12px; color: var(--quiet); }
code, pre { font: 13px/18px ui-monospace, monospace; } pre { overflow: auto; border: 1px solid var(--line); padding: 8px; }
table { border-collapse: collapse; } td { padding: 4px 12px 4px 0; vertical-align: top; } caption { text-align: left; color: var(--quiet); }
summary { cursor: pointer; padding: 4px 0; }
@media (max-width: 800px) { body { display: block; } nav { position: static; height: auto; border: 0; } }
`
