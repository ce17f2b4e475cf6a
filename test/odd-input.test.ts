import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { buildApi } from '../server/api.ts'
import { openApiDocument } from '../server/docs.ts'
import type { Context } from '../server/kit/context.ts'
import type { TestWorkspace } from './app.ts'
import { type Carrier, fullAccount, startCarrier } from './carrier.ts'
import { madeUpNames, type Names } from './request-names.ts'
import { REQUESTS } from './requests.ts'

/** What fits the type of a field and still cannot be stored, or means nothing. */
const ODD_TEXTS = [
  '\0',
  'a\0b',
  'https://acme.example/\0',
  '\ud800',
  'half \udfff pair',
  '\u202e\ufeff\u2028',
  '0000-01-01T00:00:00Z',
  '-000001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '2026-02-30T00:00:00Z',
  '__proto__',
  '',
  ' ',
]
const ODD_NUMBERS = [-1, 0.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e300]
const ODD_BOOLEANS = [null, 'true', 2]

interface Schema {
  $ref?: string
  type?: string | string[]
  properties?: Record<string, Schema>
  items?: Schema
  [keyword: string]: unknown
}

const document = openApiDocument(buildApi({} as Context))

function resolve(schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1)
  return name ? (document.components!.schemas![name] as Schema) : schema
}

/** Of what has names of the caller's own: odd ones beside the good, and what is odd under a good one. */
function oddMaps(inner: Schema, good: object): unknown[] {
  const [value] = Object.values(good)
  return [
    ...(value === undefined ? [] : ODD_TEXTS.map((name) => ({ ...good, [name]: value }))),
    ...Object.entries(good).flatMap(([name, one]) => oddBodies(inner, one).map((odd) => ({ ...good, [name]: odd }))),
  ]
}

/** Bodies with one field each that is odd: all that the document knows, those inside of others included. */
function oddBodies(schema: Schema, good: unknown): unknown[] {
  const { type, properties = {}, ...rest } = resolve(schema)
  const shapes = ['anyOf', 'oneOf', 'allOf'].flatMap((one) => (rest[one] as Schema[] | undefined) ?? [])
  const types = [type].flat()
  const object = typeof good === 'object' && good !== null && !Array.isArray(good) ? good : {}
  return [
    ...shapes.flatMap((shape) => oddBodies(shape, good)),
    ...(types.includes('string') ? ODD_TEXTS : []),
    ...(types.includes('integer') || types.includes('number') ? ODD_NUMBERS : []),
    ...(types.includes('boolean') ? ODD_BOOLEANS : []),
    ...(types.includes('array') ? oddBodies(rest.items as Schema, {}).map((item) => [item]) : []),
    ...Object.entries(properties).flatMap(([name, inner]) =>
      oddBodies(inner, (object as Record<string, unknown>)[name]).map((odd) => ({ ...object, [name]: odd })),
    ),
    ...(typeof rest.additionalProperties === 'object' ? oddMaps(rest.additionalProperties as Schema, object) : []),
  ]
}

let carrier: Carrier
let workspace: TestWorkspace
let names: Names
before(async () => {
  carrier = await startCarrier({ role: 'api' })
  workspace = await carrier.connected()
  names = { ...madeUpNames(fullAccount(carrier.simulator)), workspace: workspace.id }
})
after(() => carrier.stop())

interface Operation {
  requestBody?: { content: { 'application/json'?: { schema: Schema } } }
  parameters?: { in: string; name: string }[]
}

for (const [path, methods] of Object.entries(document.paths ?? {}))
  for (const [method, operation] of Object.entries(methods as Record<string, Operation>)) {
    const route = `${method.toUpperCase()} ${path}`
    // It waits for an answer of the provider, and is put together from the same parts as the others.
    if (route === 'POST /v1/sms/test') continue

    test(`no input makes ${route} fail`, async () => {
      const good = REQUESTS[route]!.request(names)
      const schema = operation.requestBody?.content['application/json']?.schema
      const bodies = schema ? oddBodies(schema, good.body) : []
      const parameters = operation.parameters?.filter(({ in: place }) => place !== 'header') ?? []
      const texts = [...ODD_TEXTS, ...ODD_NUMBERS.map(String)].map((text) => encodeURIComponent(text.toWellFormed()))
      const paths = parameters.flatMap(({ in: place, name }) =>
        [...texts, '%00', '%ff', '%'].map((odd) =>
          place === 'path' ? path.replace(`{${name}}`, odd) : `${good.path.split('?')[0]}?${name}=${odd}`,
        ),
      )
      assert.equal(bodies.length > 0, schema !== undefined)
      const failed: string[] = []
      const ask = async (at: string, body: unknown) => {
        const { status } = await workspace.call(method.toUpperCase(), at, body)
        if (status >= 500) failed.push(`${status} for ${at} ${JSON.stringify(body)}`)
      }
      for (const body of bodies) await ask(good.path, body)
      for (const at of paths) await ask(at, good.body)
      assert.deepEqual(failed, [])
    })
  }
